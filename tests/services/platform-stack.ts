// The platform services in the product's own stack, with the real servers behind them, for tests that stop and start those.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@sutazai/core/stack';
import { expect } from 'vitest';
import { scopes } from '../../packages/backend/auth/scopes.ts';
import { wordsEnvironment } from '../agents/words-stack.ts';
import { dockerCli } from '../lab/lab.ts';
import { buildImages } from '../product/images.ts';
import { TestStack } from '../product/test-stack.ts';
import { collect, endOf } from '../stack/project.ts';
import { type AgentContainer, startAgentContainer } from './agent-container.ts';
import { TestBackend } from './backend-client.ts';

export type ImageSet = 'fast' | 'all';

export const ownServices = ['backend', 'backend-worker', 'mcp-bridge', 'faiss'] as const;

/** What the services stand on. The images of Neo4j and Ollama take long to build: they are in the larger set only. */
export function serversOf(which: ImageSet): string[] {
  const fast = ['postgres', 'redis', 'rabbitmq', 'chroma', 'qdrant', 'faiss', 'consul', 'kong'];
  return which === 'all' ? [...fast, 'neo4j', 'ollama'] : fast;
}

export class PlatformStack {
  /** With a key that may everything: a log-in's token would end within the test. */
  readonly backend = new TestBackend();
  private constructor(
    readonly test: TestStack,
    readonly stack: Stack,
    readonly agent: AgentContainer,
  ) {}

  static async start(which: ImageSet): Promise<PlatformStack> {
    buildImages(which);
    const test = await TestStack.make({ which, freePorts: true, environment: wordsEnvironment });
    test.environment.SUTAZAI_AGENT_URLS = 'langchain=http://langchain:11405';
    try {
      return await PlatformStack.#up(test, which);
    } catch (error) {
      await test.remove();
      throw error;
    }
  }

  static async #up(test: TestStack, which: ImageSet): Promise<PlatformStack> {
    const stack = await test.stack();
    const preload = which === 'all' ? ['ollama-preload'] : [];
    const services = [...serversOf(which), ...preload, 'consul-setup', 'backend', 'backend-worker', 'mcp-bridge'];
    const signal = new AbortController().signal;
    const events = await collect(stack.up({ signal, selection: { services } }));
    expect(events.filter((e) => e.type === 'failure')).toEqual([]);
    expect(endOf(events).outcome).toBe('done');
    const agent = await startAgentContainer(test, 'langchain', 11405);
    const platform = new PlatformStack(test, stack, agent);
    const { backend } = platform;
    backend.url = platform.at('backend', 8000);
    await backend.admin(platform.secret('backend_setup_token'));
    const made = await backend.call('POST', '/api/v1/auth/keys', { name: 'test', scopes: [...scopes] });
    backend.token = made.body.key;
    return platform;
  }

  async remove(): Promise<void> {
    await this.agent.remove();
    await this.test.remove();
  }

  /** `http://127.0.0.1:PORT` of a port of a service. */
  at(service: string, port: number): string {
    return `http://127.0.0.1:${this.test.port(this.stack, service, port)}`;
  }

  /** The contents of one of the stack's secrets. */
  secret(name: string): string {
    return readFileSync(join(this.test.stateDir, 'secrets', name), 'utf8').trim();
  }
  secretNames(): string[] {
    return readdirSync(join(this.test.stateDir, 'secrets'));
  }

  async docker(command: string, service: string, ...rest: string[]): Promise<string> {
    const result = await dockerCli(this.test.engine, [command, ...rest, `${this.test.name}-${service}-1`]);
    if (result.code !== 0) throw new Error(`docker ${command} ${service}: ${result.stderr}`);
    return result.stdout + (command === 'logs' ? result.stderr : '');
  }
  /** Within twenty seconds, and ours by themselves: who is killed after that has another exit code. */
  async stop(service: string): Promise<void> {
    await this.docker('stop', service, '-t', '20');
    if (!ownServices.some((s) => s === service)) return;
    const code = (await this.docker('inspect', service, '-f', '{{.State.ExitCode}}')).trim();
    expect({ service, code }).toEqual({ service, code: '0' });
  }
  start = (service: string) => this.docker('start', service);

  /** Started and, by its own health command, ready: some servers take a minute for that, which is not ours to mend. */
  async startAndWait(service: string): Promise<void> {
    await this.start(service);
    const health = () => this.docker('inspect', service, '-f', '{{.State.Health.Status}}').then((text) => text.trim());
    await expect.poll(health, { timeout: 240_000, interval: 500 }).toBe('healthy');
  }

  /** The task's id, once it is taken: a broker that has just come back may still be unknown as such. */
  async run(prompt: string, priority = 4): Promise<string> {
    let id = '';
    const ask = async () => {
      const { status, body } = await this.backend.call('POST', '/api/v1/agents/langchain/run', { prompt, priority });
      id = body.id;
      return status;
    };
    await expect.poll(ask, { timeout: 20_000, interval: 500 }).toBe(202);
    return id;
  }
  async task(id: string) {
    return (await this.backend.call('GET', `/api/v1/agents/tasks/${id}`)).body;
  }
  /** The keys of the runs that began at the agent with this prompt. */
  async calls(prompt: string) {
    return (await this.agent.calls()).filter((c) => c.prompt === prompt).map((c) => c.key);
  }

  /** An agent's run by the bridge. */
  async bridge(prompt: string, base = this.at('mcp-bridge', 11100), headers: Record<string, string> = {}) {
    return fetch(`${base}/agents/execute`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.secret('bridge_token')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify({ agent: 'langchain', prompt }),
    });
  }

  /** What the registry holds: names, or with a state the names of those whose check is in it. */
  async registered(state?: 'critical' | 'passing'): Promise<string[]> {
    const headers = { 'x-consul-token': this.secret('consul_platform_token') };
    const path = state ? `/v1/health/state/${state}` : '/v1/agent/services';
    const answer = (await (await fetch(`${this.at('consul', 8500)}${path}`, { headers })).json()) as object;
    const names = Object.values(answer).map(
      (e: { Service?: string; ServiceName?: string }) => e.Service ?? e.ServiceName ?? '',
    );
    return names.filter(Boolean).sort();
  }

  /** The dependency as `/health/detailed` tells it; the gateway is part of the registry's. */
  async dependency(server: string): Promise<{ name: string; state: string; last_error?: string; detail?: string }> {
    const { body } = await this.backend.call('GET', '/health/detailed');
    return body.dependencies.find((d: { name: string }) => d.name === (server === 'kong' ? 'consul' : server));
  }
}
