// The platform services in the product's stack, with the real servers behind them: every one of these is stopped and started
// while the services are in use. Neo4j's image takes long to build: it is in this only with all images (SUTAZAI_STACK=all).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '@sutazai/core/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { buildImages } from '../product/images.ts';
import { TestStack } from '../product/test-stack.ts';
import { collect, endOf } from '../stack/project.ts';
import { type AgentContainer, startAgentContainer } from './agent-container.ts';
import { TestBackend } from './backend-client.ts';
import { type Feature, Load } from './load.ts';

const which = process.env.SUTAZAI_STACK === 'all' ? 'all' : 'fast';
const signal = new AbortController().signal;

describe.skipIf(!labAvailable().ok)(`the platform services in the stack (${which} images)`, () => {
  let test: TestStack;
  let stack: Stack;
  let agent: AgentContainer;
  const backend = new TestBackend();
  let bridge = '';
  let bridgeToken = '';
  const servers = ['postgres', 'redis', 'rabbitmq', 'chroma', 'qdrant', 'faiss', 'consul'].concat(
    which === 'all' ? ['neo4j'] : [],
  );

  beforeAll(async () => {
    buildImages(which);
    test = await TestStack.make({ which, freePorts: true });
    test.environment.SUTAZAI_AGENT_URLS = 'langchain=http://langchain:11405';
    stack = await test.stack();
    const services = [...servers, 'consul-setup', 'kong', 'backend', 'backend-worker', 'mcp-bridge'];
    const events = await collect(stack.up({ signal, selection: { services } }));
    expect(events.filter((e) => e.type === 'failure')).toEqual([]);
    expect(endOf(events).outcome).toBe('done');
    agent = await startAgentContainer(test, 'langchain', 11405);
    const secret = (name: string) => readFileSync(join(test.stateDir, 'secrets', name), 'utf8').trim();
    backend.url = `http://127.0.0.1:${test.port(stack, 'backend', 8000)}`;
    bridge = `http://127.0.0.1:${test.port(stack, 'mcp-bridge', 11100)}`;
    bridgeToken = secret('bridge_token');
    await backend.admin(secret('backend_setup_token'));
  }, 1_800_000);
  afterAll(async () => {
    await agent?.remove();
    await test?.remove();
  });

  const docker = async (...args: string[]) => {
    const [command = '', service = '', ...rest] = args;
    const result = await dockerCli(test.engine, [command, ...rest, `${test.name}-${service}-1`]);
    expect(result.stderr).toBe('');
  };
  const stop = (service: string) => docker('stop', service, '-t', '20');
  const start = (service: string) => docker('start', service);
  /** The task's id, once it is taken: a broker that has just come back may still be unknown as such. */
  const run = async (prompt: string): Promise<string> => {
    let id = '';
    const ask = async () => {
      const { status, body } = await backend.call('POST', '/api/v1/agents/langchain/run', { prompt });
      id = body.id;
      return status;
    };
    await expect.poll(ask, { timeout: 20_000, interval: 500 }).toBe(202);
    return id;
  };
  /** The keys of the runs that began at the agent with this prompt. */
  const calls = async (prompt: string) => (await agent.calls()).filter((c) => c.prompt === prompt).map((c) => c.key);
  const task = async (id: string) => (await backend.call('GET', `/api/v1/agents/tasks/${id}`)).body;

  it('reaches every server that is there', async () => {
    await expect
      .poll(
        async () => {
          const { body } = await backend.call('GET', '/health/detailed');
          return body.dependencies
            .filter((d: { state: string }) => d.state === 'up')
            .map((d: { name: string }) => d.name);
        },
        { timeout: 20_000 },
      )
      .toEqual(expect.arrayContaining(servers));
  });

  it('are in the registry while they run, and leave it when they stop', async () => {
    const registry = `http://127.0.0.1:${test.port(stack, 'consul', 8500)}/v1/agent/services`;
    const headers = {
      'x-consul-token': readFileSync(join(test.stateDir, 'secrets/consul_platform_token'), 'utf8').trim(),
    };
    const names = async () => {
      const entries = (await (await fetch(registry, { headers })).json()) as Record<string, { Service: string }>;
      return Object.values(entries)
        .map((e) => e.Service)
        .sort();
    };
    await expect.poll(names, { timeout: 30_000 }).toEqual(['backend', 'faiss', 'mcp-bridge']);
    await stop('faiss');
    expect(await names()).toEqual(['backend', 'mcp-bridge']);
    await start('faiss');
    await expect.poll(names, { timeout: 15_000 }).toEqual(['backend', 'faiss', 'mcp-bridge']);
  });

  it('completes a task that was queued while its worker was stopped, though broker, database and API restart meanwhile', async () => {
    await stop('backend-worker');
    const id = await run('wait for me');
    for (const service of ['rabbitmq', 'postgres', 'backend']) await docker('restart', service, '-t', '20');
    await expect.poll(async () => (await task(id))?.state, { timeout: 30_000 }).toBe('queued');
    expect(await calls('wait for me')).toEqual([]);
    await start('backend-worker');
    await expect.poll(async () => (await task(id)).state, { timeout: 30_000 }).toBe('done');
    expect(await calls('wait for me')).toEqual([id]);
  });

  it('ends a task once, though its worker is killed in the middle of it', async () => {
    const id = await run('{slow} killed');
    await expect.poll(() => calls('{slow} killed'), { interval: 20 }).toEqual([id]);
    await docker('kill', 'backend-worker');
    await start('backend-worker');
    await expect.poll(async () => (await task(id)).state, { timeout: 30_000 }).toBe('done');
    // At least once: the same key tells the agent that it is the same task.
    expect(new Set(await calls('{slow} killed'))).toEqual(new Set([id]));
  });

  describe('under load, while a server is stopped and started', () => {
    let load: Load;
    const features: Feature[] = [];
    /** Which features may answer 503 while the server is away. None: the service does without it. */
    const needs: Record<string, string[]> = {
      postgres: ['documents', 'tasks'],
      redis: [],
      rabbitmq: ['tasks'],
      chroma: ['vectors in chroma'],
      qdrant: ['vectors in qdrant'],
      faiss: ['vectors in faiss'],
      consul: [],
      neo4j: ['graph'],
    };

    beforeAll(async () => {
      const status = (path: string, body?: unknown) => async () =>
        (await backend.call(body === undefined ? 'GET' : 'POST', path, body)).status;
      features.push(
        { name: 'health', ask: status('/health') },
        { name: 'detailed health', ask: status('/health/detailed') },
        { name: 'agents', ask: status('/api/v1/agents') },
        { name: 'documents', ask: status('/api/v1/documents') },
        { name: 'tasks', ask: status('/api/v1/agents/langchain/run', { prompt: 'load' }) },
        {
          name: 'the bridge',
          ask: async () => {
            const headers = { authorization: `Bearer ${bridgeToken}`, 'content-type': 'application/json' };
            const body = JSON.stringify({ agent: 'langchain', prompt: 'load' });
            const answer = await fetch(`${bridge}/agents/execute`, { method: 'POST', headers, body });
            await answer.arrayBuffer();
            return answer.status;
          },
        },
      );
      if (servers.includes('neo4j')) features.push({ name: 'graph', ask: status('/api/v1/graph') });
      for (const store of ['chroma', 'qdrant', 'faiss']) {
        const collection = `/api/v1/vectors/collections/load-${store}`;
        const made = await backend.call('PUT', collection, { store, dimension: 3 });
        expect({ store, status: made.status, body: made.body }).toMatchObject({ status: 200 });
        const points = [1, 2, 3].map((i) => ({ id: String(i), vector: [i, 1, 0], payload: { i } }));
        expect((await backend.call('POST', `${collection}/points`, { points })).status).toBe(200);
        features.push({
          name: `vectors in ${store}`,
          ask: status(`${collection}/query`, { vector: [1, 1, 0], limit: 2 }),
        });
      }
      load = new Load(features, 2);
    });
    afterAll(() => load?.stop());

    /** Features that answered anything but success since the last look, or nothing at all. */
    const notWell = () => {
      const counts = load.take();
      const good = (seen: object = {}) =>
        Object.keys(seen).length > 0 && Object.keys(seen).every((s) => s.startsWith('2'));
      return features.map((f) => f.name).filter((name) => !good(counts[name]));
    };
    const isDown = async (server: string) => {
      const { body } = await backend.call('GET', '/health/detailed');
      return body.dependencies.find((d: { name: string }) => d.name === server).state === 'down';
    };

    it('everything works', async () => {
      await expect.poll(notWell, { timeout: 20_000, interval: 1_000 }).toEqual([]);
    });

    it.each(servers)('%s', async (server) => {
      const dependent = needs[server] ?? [];
      const good = (name: string) => (dependent.includes(name) ? '503' : '2xx');
      const seen: Record<string, Set<string>> = Object.fromEntries(features.map((f) => [f.name, new Set<string>()]));
      const look = () => {
        const counts = load.take();
        for (const { name } of features) for (const s of statuses(counts[name])) seen[name]?.add(s);
      };
      const clear = () => {
        load.take();
        for (const { name } of features) seen[name]?.clear();
      };
      /** What was seen since the last look that should not have been, or was not seen and should have been. */
      const wrong = (...also: string[]) =>
        features
          .map(({ name }) => ({ name, seen: [...(seen[name] ?? [])] }))
          .filter((f) => !f.seen.includes(good(f.name)) || f.seen.some((s) => s !== good(f.name) && !also.includes(s)));

      clear();
      await stop(server);
      try {
        await expect.poll(() => isDown(server), { timeout: 15_000 }).toBe(true);
        look();
        // Requests that were on their way when the server went may take seconds; each ends as a success or a 503.
        const other = Object.values(seen).flatMap((s) =>
          [...s].filter((status) => status !== '2xx' && status !== '503'),
        );
        expect(other).toEqual([]);
        clear();
        await expect
          .poll(
            () => {
              look();
              return wrong('2xx', '503');
            },
            { timeout: 10_000, interval: 200 },
          )
          .toEqual([]);
        // From now on nothing is slow or otherwise.
        clear();
        await pause(2_000);
        look();
        expect(wrong()).toEqual([]);
        for (const name of dependent) {
          const { error } = await refusalOf(name);
          expect(error).toMatchObject({ code: 'DEPENDENCY_DOWN', next_step: expect.stringContaining(server) });
        }
      } finally {
        await start(server);
      }
      // By itself: nobody touches the services. Then it stays well.
      await expect.poll(notWell, { timeout: 45_000, interval: 1_000 }).toEqual([]);
      await pause(1_000);
      expect(notWell()).toEqual([]);
    });

    it('lost none of the tasks that it took', async () => {
      await load.stop();
      const open = async () =>
        (
          await Promise.all(
            ['queued', 'running'].map((s) => backend.call('GET', `/api/v1/agents/tasks?state=${s}&limit=200`)),
          )
        ).flatMap((a) => a.body.tasks.map((t: { id: string }) => t.id));
      await expect.poll(open, { timeout: 60_000, interval: 500 }).toEqual([]);
      expect((await backend.call('GET', '/api/v1/agents/tasks?state=failed')).body.tasks).toEqual([]);
    });

    /** `2xx` for every success, else the status itself; 0 where there was no answer. */
    function statuses(...counts: (Record<number, number> | undefined)[]): string[] {
      const all = counts.flatMap((c) => Object.keys(c ?? {})).map((s) => (s.startsWith('2') ? '2xx' : s));
      return [...new Set(all)].sort();
    }

    async function refusalOf(name: string) {
      const paths: Record<string, [string, string, unknown?]> = {
        documents: ['GET', '/api/v1/documents'],
        tasks: ['POST', '/api/v1/agents/langchain/run', { prompt: 'x' }],
        graph: ['GET', '/api/v1/graph'],
      };
      const query = { vector: [1, 1, 0], limit: 1 };
      const [method, path, body] = paths[name] ?? [
        ...(['POST', `/api/v1/vectors/collections/load-${name.split(' ').at(-1)}/query`, query] as const),
      ];
      return (await backend.call(method, path, body)).body;
    }
  });
});
