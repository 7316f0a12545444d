// The bridge finds agents in the registry, and goes on without one: by what it knew, and by its fixed list.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ConsulRegistration, type Service } from '@sutazai/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBridge } from '../../packages/mcp-bridge/bridge.ts';
import { loadConfig } from '../../packages/mcp-bridge/config.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

const token = 'c1f7e7a0-0000-4000-8000-000000000007';
const program = fileURLToPath(new URL('../stand-ins/consul/main.mjs', import.meta.url));

describe('the MCP bridge and the registry', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bridge-registry-'));
  let consul: ChildProcess;
  let consulUrl = '';
  let agent: TestAgent;
  let bridge: Service;

  const startConsul = async (port = 0) => {
    const options = [`-data-dir=${dir}/data`, `-config-dir=${dir}/config`, `-http-port=${port}`];
    consul = spawn(process.execPath, [program, 'agent', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: consul.stdout as NonNullable<typeof consul.stdout> })) {
      const bound = /port (\d+)/.exec(line)?.[1];
      if (!bound) continue;
      consulUrl = `http://127.0.0.1:${bound}`;
      return;
    }
  };
  const endConsul = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => consul.once('exit', resolve));
    consul.kill(signal);
    await ended;
  };
  const startBridge = async (more: Record<string, string> = {}) => {
    const env = {
      ...{ BRIDGE_PORT: '0', LOG_LEVEL: 'silent', BRIDGE_ADVERTISE: '127.0.0.1' },
      ...{ CONSUL_HTTP_ADDR: consulUrl, CONSUL_HTTP_TOKEN: token },
    };
    bridge = await createBridge(loadConfig({ ...env, ...more }));
    await bridge.start();
  };
  const state = async (id: string) => {
    const { agents } = (await (await fetch(`${bridge.url}/agents`)).json()) as {
      agents: { id: string; state: string }[];
    };
    return agents.find((a) => a.id === id)?.state;
  };
  const execute = async (id: string) => {
    const body = JSON.stringify({ agent: id, prompt: 'hello' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${bridge.url}/agents/execute`, { method: 'POST', headers, body });
    return [answer.status, ((await answer.json()) as { error?: { code: string } }).error?.code];
  };
  const registry = (path: string, init: RequestInit = {}) =>
    fetch(`${consulUrl}/v1/agent${path}`, { ...init, headers: { 'x-consul-token': token } });
  const services = async () => {
    const entries = (await (await registry('/services')).json()) as Record<string, { Service: string }>;
    return Object.values(entries)
      .map((s) => s.Service)
      .sort();
  };

  beforeAll(async () => {
    for (const folder of ['data', 'config']) mkdirSync(join(dir, folder));
    const config = { acl: { tokens: { initial_management: token } } };
    writeFileSync(join(dir, 'config/server.json'), JSON.stringify(config));
    agent = await startTestAgent('langchain');
    await startConsul();
  });
  afterAll(async () => {
    await bridge.stop();
    await agent.stop();
    await endConsul('SIGTERM');
    rmSync(dir, { recursive: true, force: true });
  });

  it('knows an agent when it comes and when it goes, and is in the registry itself', async () => {
    await startBridge();
    expect(await state('langchain')).toBe('off');
    expect(await execute('langchain')).toEqual([503, 'AGENT_DOWN']);
    const entry = { id: 'agent-langchain-1', name: 'agent-langchain', address: '127.0.0.1', port: agent.port };
    const registration = new ConsulRegistration({ url: consulUrl, token, interval: '1s' }, entry);
    registration.start();
    await expect.poll(() => state('langchain')).toBe('up');
    expect(await execute('langchain')).toEqual([200, undefined]);
    expect(await services()).toEqual(['agent-langchain', 'mcp-bridge']);
    await registration.stop();
    await expect.poll(() => state('langchain')).toBe('off');
    registrations.push(new ConsulRegistration({ url: consulUrl, token, interval: '1s' }, entry));
    registrations[0]?.start();
    await expect.poll(() => state('langchain')).toBe('up');
  });
  const registrations: ConsulRegistration[] = [];

  it('goes on with what it knew while the registry is away', async () => {
    await endConsul('SIGKILL');
    expect(await execute('langchain')).toEqual([200, undefined]);
    expect(await state('langchain')).toBe('up');
    await bridge.stop();
  });

  it('that was started without the registry has its fixed list, and takes the registry’s word once that is there', async () => {
    const port = new URL(consulUrl).port;
    await startBridge({ AGENT_URLS: `langchain=${agent.url},letta=http://127.0.0.1:9` });
    expect(await state('langchain')).toBe('unknown');
    expect(await execute('langchain')).toEqual([200, undefined]);
    expect(await execute('letta')).toEqual([503, 'AGENT_DOWN']);
    expect(await execute('crewai')).toEqual([503, 'AGENT_DOWN']);
    await startConsul(Number(port));
    await expect.poll(() => state('langchain'), { timeout: 20_000 }).toBe('up');
    await expect.poll(services, { timeout: 20_000 }).toContain('mcp-bridge');
    expect(await state('letta')).toBe('unknown');
    await registrations[0]?.stop();
  });

  it('leaves the registry when it stops; an entry whose service was killed turns critical and is taken out', async () => {
    await bridge.stop();
    expect(await services()).not.toContain('mcp-bridge');
    const killed = await startTestAgent('aider');
    const entry = { id: 'agent-aider-1', name: 'agent-aider', address: '127.0.0.1', port: killed.port };
    // As a killed process leaves it: registered by hand with a short patience, and nobody to take it out.
    const Check = {
      HTTP: `${killed.url}/health`,
      Interval: '250ms',
      Timeout: '1s',
      DeregisterCriticalServiceAfter: '2s',
    };
    const body = JSON.stringify({ ID: entry.id, Name: entry.name, Address: entry.address, Port: entry.port, Check });
    expect((await registry('/service/register', { method: 'PUT', body })).status).toBe(200);
    await startBridge();
    await expect.poll(() => state('aider')).toBe('up');
    await killed.stop();
    await expect.poll(() => state('aider'), { timeout: 10_000, interval: 50 }).toBe('down');
    expect(await execute('aider')).toEqual([503, 'AGENT_DOWN']);
    await expect.poll(() => state('aider'), { timeout: 15_000 }).toBe('off');
    expect(await services()).not.toContain('agent-aider');
  });
});
