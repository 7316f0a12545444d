// The stand-in as the product uses Consul: its set-up job, its services' registrations, the watch over agents, keys that last.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AgentDirectory } from '@sutazai/agent-contract';
import { ConsulRegistration } from '@sutazai/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const setup = at('../../../resources/compose/consul/setup.sh');
const management = 'c1f7e7a0-0000-4000-8000-000000000001';
const platform = 'c1f7e7a0-0000-4000-8000-000000000002';

describe('Consul’s stand-in', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-consul-'));
  let server: ChildProcess;
  let url = '';

  const start = async () => {
    server = spawn(
      process.execPath,
      [at('./main.mjs'), 'agent', `-data-dir=${dir}/data`, `-config-dir=${dir}/config`, '-http-port=0'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: server.stdout as NonNullable<typeof server.stdout> })) {
      const port = /port (\d+)/.exec(line)?.[1];
      if (port) {
        url = `http://127.0.0.1:${port}`;
        break;
      }
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  const call = (path: string, token = '', init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: token ? { 'x-consul-token': token } : {} });
  /** The product's own script; its paths of secrets and its program are the only things put elsewhere. */
  const runSetup = () => {
    const script = readFileSync(setup, 'utf8').replaceAll('/run/secrets/', `${dir}/`);
    const env = {
      PATH: `${dir}/bin:${process.env.PATH}`,
      CONSUL_HTTP_ADDR: url,
      CONSUL_HTTP_TOKEN_FILE: `${dir}/consul_token`,
    };
    return promisify(execFile)('sh', ['-c', script], { env });
  };

  beforeAll(async () => {
    for (const folder of ['data', 'config', 'bin']) mkdirSync(join(dir, folder));
    writeFileSync(join(dir, 'bin/consul'), `#!/bin/sh\nexec ${process.execPath} ${at('./main.mjs')} "$@"\n`);
    chmodSync(join(dir, 'bin/consul'), 0o755);
    writeFileSync(join(dir, 'consul_token'), management);
    writeFileSync(join(dir, 'consul_platform_token'), platform);
    writeFileSync(
      join(dir, 'config/acl.json'),
      JSON.stringify({ acl: { tokens: { initial_management: management } } }),
    );
    await start();
  });
  afterAll(async () => {
    await end('SIGTERM');
    rmSync(dir, { recursive: true, force: true });
  });

  it('has a leader, and refuses what nobody has allowed', async () => {
    expect(await (await call('/v1/status/leader')).json()).toBe('127.0.0.1:8300');
    expect((await call('/v1/kv/a', '', { method: 'PUT', body: '1' })).status).toBe(403);
    expect((await call('/v1/agent/metrics?format=prometheus')).status).toBe(403);
    expect((await call('/v1/catalog/services', 'none-such')).status).toBe(403);
  });

  it('takes the product’s policies, again and again', async () => {
    expect((await runSetup()).stdout).toContain('as they should be');
    expect((await runSetup()).stdout).toContain('as they should be');
    expect((await call('/v1/agent/metrics?format=prometheus')).status).toBe(200);
    // The platform's token registers services, and does no more.
    expect((await call('/v1/kv/a', platform, { method: 'PUT', body: '1' })).status).toBe(403);
    expect((await call('/v1/acl/policy/name/platform', platform)).status).toBe(403);
  });

  it('keeps keys over an end and over a kill', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      expect(await (await call('/v1/kv/kept', management, { method: 'PUT', body: signal })).json()).toBe(true);
      await end(signal);
      await start();
      expect(await (await call('/v1/kv/kept?raw', management)).text()).toBe(signal);
    }
    expect(await (await call('/v1/kv/none', management)).text()).toBe('');
    expect((await call('/v1/kv/none', management)).status).toBe(404);
  });

  describe('with an agent', () => {
    let agent: Server;
    let well = true;
    const directory = () => new AgentDirectory({ fixed: {}, consul: { url, token: platform } });
    const registration = () =>
      new ConsulRegistration(
        { url, token: platform, interval: '1s', retry: { first: 50, longest: 200 } },
        {
          id: 'langchain-1',
          name: 'agent-langchain',
          address: '127.0.0.1',
          port: (agent.address() as AddressInfo).port,
        },
      );
    beforeAll(async () => {
      agent = createServer((_, response) => response.writeHead(well ? 200 : 503).end());
      await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => void agent.close());

    it('tells those who wait that it has come, fails, is well again, and has gone', async () => {
      const watching = directory();
      const registered = registration();
      const state = () => watching.get('langchain').state;
      watching.start();
      try {
        registered.start();
        await expect.poll(state, { timeout: 5000 }).toBe('up');
        expect(watching.urlOf('langchain')).toBe(`http://127.0.0.1:${(agent.address() as AddressInfo).port}`);
        well = false;
        await expect.poll(state, { timeout: 5000 }).toBe('down');
        well = true;
        await expect.poll(state, { timeout: 5000 }).toBe('up');
      } finally {
        await registered.stop();
      }
      await expect.poll(state, { timeout: 5000 }).toBe('off');
      await watching.stop();
    });

    it('has it back after its entry was taken out by hand', async () => {
      const registered = registration();
      registered.start();
      const there = async () => (await call('/v1/agent/service/langchain-1', platform)).status;
      await expect.poll(there, { timeout: 5000 }).toBe(200);
      await call('/v1/agent/service/deregister/langchain-1', management, { method: 'PUT' });
      await expect.poll(there, { timeout: 5000 }).toBe(200);
      await registered.stop();
      expect(await there()).toBe(404);
    });
  });
});
