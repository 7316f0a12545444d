import type { IpcMain, MessagePortMain } from 'electron';
import { listen } from './channel.ts';
import type { Log } from './log.ts';

/**
 * Takes the ports that our page hands over and passes each on to the host. Before the host is there they wait: a port keeps
 * its messages until it is started.
 */
export function takePorts(
  ipc: IpcMain,
  ours: () => number | undefined,
  serve: Promise<(port: MessagePortMain) => void>,
  log: Log,
  taken: () => void,
): void {
  listen(ipc, 'sutazai:port', isNull, ours, log, ({ ports }) => {
    const [port, ...more] = ports;
    if (port === undefined || more.length > 0) {
      for (const extra of ports) extra.close();
      return log.warn('Refused a message that should have carried one port.');
    }
    taken();
    serve.then(
      (give) => give(port),
      () => port.close(),
    );
  });
}

/** The port is all there is to the message. */
const isNull = (payload: unknown): payload is null => payload === null;
