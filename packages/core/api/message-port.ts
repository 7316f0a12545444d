import type { Context } from './base.ts';
import { peer } from './handler.ts';

/** The part of a port that is used; Electron's MessagePortMain has it, as have Node's and the browser's ports. */
export interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** Characters or bytes of the largest message, as over the WebSocket. */
const largest = 32 * 1024 * 1024;

/** Serves one window over a MessagePort, until the port closes; everything it has asked for ends with it. */
export function serveMessagePort(port: Port, context: Context): void {
  const client = peer(context, async (message) => port.postMessage(message));
  port.on('message', ({ data }) => {
    const raw = typeof data === 'string' || data instanceof Uint8Array ? data : undefined;
    // What is no message of ours cannot be answered; nobody but our own page holds the other end.
    if (raw === undefined || raw.length > largest) port.close();
    else client.message(raw as string).catch(() => port.close());
  });
  port.on('close', () => client.close());
  port.start();
}
