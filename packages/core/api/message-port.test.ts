import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Contract } from '../contract/index.ts';
import { type Host, openHost } from '../host.ts';
import { type Port, serveMessagePort } from './index.ts';

let dir = '';
let host: Host;
let channel: MessageChannel;
let api: ContractRouterClient<Contract>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-port-'));
  writeFileSync(join(dir, 'compose.yaml'), 'name: demo\nservices: {web: {image: "web:1"}}\n');
  host = await openHost({
    cwd: dir,
    environment: {},
    stateDir: join(dir, 'state'),
    home: dir,
    platform: process.platform,
    uid: 0,
    host: 'unix:///nonexistent.sock',
    version: '1.2.3',
    mode: 'window',
  });
  channel = new MessageChannel();
  // Electron's MessagePortMain hands over an event with `data`; Node's own port hands over the data.
  const port: Port = {
    on: (event: string, listener: (e: { data: unknown }) => void) =>
      channel.port1.on(event, (data: unknown) => listener({ data })),
    postMessage: (m) => channel.port1.postMessage(m),
    start: () => channel.port1.start(),
    close: () => channel.port1.close(),
  };
  serveMessagePort(port, { host });
  api = createORPCClient(new RPCLink({ port: channel.port2 as never }));
  channel.port2.start();
});
afterEach(async () => {
  channel.port2.close();
  await host.close();
  rmSync(dir, { recursive: true, force: true });
});

it('carries calls, errors and streams', async () => {
  expect(await api.host.info()).toMatchObject({ version: '1.2.3', mode: 'window', project: 'demo' });
  await expect(api.stack.plan()).rejects.toMatchObject({ code: 'SUTAZAI', data: { code: 'ENGINE_MISSING' } });
  for await (const status of await api.stack.watch()) {
    expect(status).toMatchObject({ engine: { reachable: false }, problem: { code: 'ENGINE_MISSING' } });
    break;
  }
});

it('changes of settings reach who watches them', async () => {
  const seen: string[] = [];
  const watching = (async () => {
    for await (const s of await api.settings.watch()) {
      seen.push(s.theme);
      if (s.theme === 'dark') break;
    }
  })();
  await api.settings.set({ theme: 'dark', notifications: { failures: false, alerts: true, operations: true } });
  await watching;
  expect(seen.at(-1)).toBe('dark');
  expect(await api.settings.get()).toMatchObject({ theme: 'dark', notifications: { failures: false } });
});

it('what is stored and not understood counts as not chosen', async () => {
  host.store.settings.set('app/theme', 'purple');
  host.store.settings.set('app/locale', 'de');
  await api.settings.set({ singleKeys: false });
  expect(await api.settings.get()).toMatchObject({ theme: 'system', locale: 'de', singleKeys: false });
});

it('a folder for models must be one that can be used', async () => {
  for (const modelsFolder of ['relative', '/nonexistent/folder', join(dir, 'compose.yaml')]) {
    await expect(api.settings.set({ modelsFolder })).rejects.toMatchObject({ data: { code: 'MODELS_FOLDER' } });
  }
  expect(await api.settings.set({ modelsFolder: dir })).toMatchObject({ modelsFolder: dir });
});

it('messages that are none close the port', async () => {
  const closed = new Promise((resolve) => channel.port2.on('close', resolve));
  channel.port2.postMessage({ strange: true });
  await closed;
});
