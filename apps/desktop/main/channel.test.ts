import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import { expect, it } from 'vitest';
import { listen } from './channel.ts';

function channel(schema = (payload: unknown): payload is null => payload === null) {
  const ipc = new EventEmitter();
  const taken: unknown[] = [];
  const warned: string[] = [];
  const log = {
    info: () => undefined,
    warn: (text: string) => void warned.push(text),
    error: () => undefined,
    file: '',
  };
  listen(
    ipc as unknown as IpcMain,
    'x',
    schema,
    () => 7,
    log,
    ({ payload }) => void taken.push(payload),
  );
  return { ipc, taken, warned };
}
const ours = { sender: { id: 7 }, senderFrame: { origin: 'sutazai://app', parent: null }, ports: [] };

it('our own page is heard', () => {
  const { ipc, taken } = channel();
  ipc.emit('x', ours, null);
  expect(taken).toEqual([null]);
});

it.each<[string, object]>([
  ['another window', { ...ours, sender: { id: 8 } }],
  ['a frame that is gone', { ...ours, senderFrame: null }],
  ['a frame inside the page', { ...ours, senderFrame: { origin: 'sutazai://app', parent: {} } }],
  ['another origin', { ...ours, senderFrame: { origin: 'https://x.example', parent: null } }],
  ['an origin that only begins like ours', { ...ours, senderFrame: { origin: 'sutazai://app.x', parent: null } }],
  ['an opaque origin', { ...ours, senderFrame: { origin: 'null', parent: null } }],
])('%s is not, and its ports are closed', (_, event) => {
  const { ipc, taken, warned } = channel();
  let closed = 0;
  ipc.emit('x', { ...event, ports: [{ close: () => closed++ }] }, null);
  expect([taken, closed, warned.length]).toEqual([[], 1, 1]);
});

it.each<[string, unknown]>([
  ['a wrong payload', { any: 'thing' }],
  ['too much', 'x'.repeat(5000)],
  ['what cannot be written down', 1n],
])('%s is refused', (_, payload) => {
  const { ipc, taken, warned } = channel();
  ipc.emit('x', ours, payload);
  expect([taken, warned.length]).toEqual([[], 1]);
});
