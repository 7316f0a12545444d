import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface SlowLink {
  url: string;
  /** When a reader last left before the end of an answer, milliseconds since the epoch. */
  lastClose(): number | undefined;
  stop(): Promise<void>;
}

/**
 * Stands before a model server whose answers are over too soon to be stopped: each piece of an answer waits so long (ms). Who
 * leaves here is let go of behind as well.
 */
export async function startSlowLink(target: string, delay: number): Promise<SlowLink> {
  let closed: number | undefined;
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    const onward = ask(`${target}${url}`, { method: method ?? 'GET', headers }, async (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const slow = String(answer.headers['content-type']).includes('ndjson');
      try {
        for await (const piece of answer) {
          if (!outgoing.write(piece)) await once(outgoing, 'drain');
          if (slow) await pause(delay);
        }
        outgoing.end();
      } catch {
        outgoing.destroy();
      }
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => {
      if (outgoing.writableFinished) return;
      closed = performance.timeOrigin + performance.now();
      onward.destroy();
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lastClose: () => closed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
