import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Host } from '../host.ts';
import { serveMessagePort } from './message-port.ts';

function served() {
  const port = Object.assign(new EventEmitter(), {
    closed: false,
    sent: [] as unknown[],
    start: () => undefined,
    close: () => {
      port.closed = true;
    },
    postMessage: (message: unknown) => {
      port.sent.push(message);
    },
  });
  serveMessagePort(port, { host: {} as Host });
  return port;
}

it.each<[string, unknown]>([
  ['an object', { run: 'anything' }],
  ['nothing', undefined],
  ['too much text', 'x'.repeat(32 * 1024 * 1024 + 1)],
  ['too many bytes', new Uint8Array(32 * 1024 * 1024 + 1)],
])('%s closes the port, and nothing is answered', (_, data) => {
  const port = served();
  port.emit('message', { data });
  expect([port.closed, port.sent]).toEqual([true, []]);
});

it('so does text that is no message of the protocol', async () => {
  const port = served();
  port.emit('message', { data: '{"not": "ours"' });
  await expect.poll(() => port.closed).toBe(true);
});
