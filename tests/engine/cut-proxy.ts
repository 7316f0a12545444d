// A connection to an engine that a test can break and mend, so that the shared engine itself goes on for the others.
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

export interface CutProxy {
  /** `tcp://…`: a unix socket cannot be reset, as a crash would. */
  url: string;
  /** Connections open now. */
  open(): number;
  /** Ends all connections, and refuses new ones until `mend`. `hard`: as a crash does, else as a clean shutdown. */
  cut(hard?: boolean): Promise<void>;
  mend(): Promise<void>;
  /** From now on, answers stop after so many bytes and their connection breaks. */
  truncate(bytes: number | undefined): void;
  close(): Promise<void>;
}

export async function startCutProxy(socketPath: string): Promise<CutProxy> {
  let port = 0;
  const clients = new Set<Socket>();
  let limit: number | undefined;
  let server: Server | undefined;

  const accept = (client: Socket) => {
    const engine = createConnection(socketPath);
    clients.add(client);
    for (const socket of [client, engine]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clients.delete(client);
        client.destroy();
        engine.destroy();
      });
    }
    client.pipe(engine);
    let sent = 0;
    engine.on('data', (data: Buffer) => {
      const rest = limit === undefined ? data.length : Math.max(0, limit - sent);
      sent += data.length;
      if (rest < data.length) {
        client.end(data.subarray(0, rest), () => client.destroy());
        engine.destroy();
      } else if (!client.write(data)) {
        engine.pause();
        client.once('drain', () => engine.resume());
      }
    });
    engine.on('end', () => client.end());
  };
  const listen = () =>
    new Promise<void>((resolve) => {
      const listening = createServer({ allowHalfOpen: true }, accept);
      server = listening;
      listening.listen(port, '127.0.0.1', () => {
        port = (listening.address() as AddressInfo).port;
        resolve();
      });
    });
  const stop = async (hard: boolean) => {
    const stopped = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
    for (const client of clients) {
      if (hard) client.resetAndDestroy();
      else client.destroySoon();
    }
    await stopped;
  };

  await listen();
  return {
    url: `tcp://127.0.0.1:${port}`,
    open: () => clients.size,
    cut: (hard = false) => stop(hard),
    mend: listen,
    truncate: (bytes) => {
      limit = bytes;
    },
    close: () => stop(true),
  };
}
