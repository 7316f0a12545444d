// The platform services in the product's stack, with the real servers behind them: every one of these is stopped, started and
// frozen while the services are in use. Neo4j and Ollama are in this only with all images (SUTAZAI_STACK=all).
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { FeaturesInUse, needs } from './features.ts';
import { ownServices, PlatformStack, serversOf } from './platform-stack.ts';

const which = process.env.SUTAZAI_STACK === 'all' ? 'all' : 'fast';
const servers = serversOf(which);

describe.skipIf(!labAvailable().ok)(`the platform services in the stack (${which} images)`, () => {
  let platform: PlatformStack;
  beforeAll(async () => {
    platform = await PlatformStack.start(which);
  }, 1_800_000);
  afterAll(() => platform?.remove());
  const state = async (id: string) => (await platform.task(id))?.state;

  it('reaches every server that is there', async () => {
    const up = async () => {
      const { body } = await platform.backend.call('GET', '/health/detailed');
      return body.dependencies.filter((d: { state: string }) => d.state === 'up').map((d: { name: string }) => d.name);
    };
    const named = servers.filter((s) => s !== 'kong');
    await expect.poll(up, { timeout: 20_000 }).toEqual(expect.arrayContaining(named));
    expect((await platform.dependency('kong')).detail).toContain('gateway reached');
  });

  describe('in the registry', () => {
    const all = ['backend', 'faiss', 'mcp-bridge'];
    const registered = () => platform.registered();
    it.each(all)('are there while they run, and leave it when they stop: %s', async (service) => {
      await expect.poll(registered, { timeout: 30_000 }).toEqual(all);
      await platform.stop(service);
      expect(await registered()).toEqual(all.filter((s) => s !== service));
      await platform.start(service);
      await expect.poll(registered, { timeout: 20_000 }).toEqual(all);
    });
    it('stay as critical when they are killed, until they are back', async () => {
      await platform.docker('kill', 'mcp-bridge');
      expect(await registered()).toEqual(all);
      await expect.poll(() => platform.registered('critical'), { timeout: 40_000 }).toEqual(['mcp-bridge']);
      await platform.start('mcp-bridge');
      await expect.poll(() => platform.registered('critical'), { timeout: 30_000 }).toEqual([]);
      expect(await registered()).toEqual(all);
    });
  });

  describe('tasks', () => {
    it('that were queued while the worker was stopped complete, though broker, database and API restart meanwhile', async () => {
      await platform.stop('backend-worker');
      const id = await platform.run('wait for me');
      for (const service of ['rabbitmq', 'postgres', 'backend']) await platform.docker('restart', service, '-t', '20');
      await expect.poll(() => state(id), { timeout: 30_000 }).toBe('queued');
      expect(await platform.calls('wait for me')).toEqual([]);
      await platform.start('backend-worker');
      await expect.poll(() => state(id), { timeout: 30_000 }).toBe('done');
      expect(await platform.calls('wait for me')).toEqual([id]);
    });

    it.each([
      ['killed', (p: PlatformStack) => p.docker('kill', 'backend-worker')],
      ['stopped', (p: PlatformStack) => p.stop('backend-worker')],
    ])('end once, though the worker is %s in the middle of them', async (how, end) => {
      const prompt = `{slow 1500} ${how}`;
      const id = await platform.run(prompt);
      await expect.poll(() => platform.calls(prompt), { interval: 20 }).toEqual([id]);
      await end(platform);
      await platform.start('backend-worker');
      await expect.poll(() => state(id), { timeout: 30_000 }).toBe('done');
      // At least once: the same key tells the agent that it is the same task.
      expect(new Set(await platform.calls(prompt))).toEqual(new Set([id]));
    });

    it('wait for an agent that is away, which costs them no attempt', async () => {
      await platform.agent.stop();
      const id = await platform.run('wait for the agent');
      await pause(7_000);
      expect(await platform.task(id)).toMatchObject({ state: 'queued', attempts: 0 });
      expect((await platform.bridge('nobody there')).status).toBe(503);
      await platform.agent.start();
      await expect.poll(() => state(id), { timeout: 30_000 }).toBe('done');
      await expect.poll(async () => (await platform.bridge('there again')).status, { timeout: 10_000 }).toBe(200);
    });

    it('go by their priority', async () => {
      await platform.stop('backend-worker');
      for (const priority of [0, 9, 4, 7, 2, 8]) await platform.run(`{slow 400} of ${priority}`, priority);
      const before = (await platform.agent.calls()).length;
      await platform.start('backend-worker');
      await expect.poll(async () => (await platform.agent.calls()).length, { timeout: 30_000 }).toBe(before + 6);
      const order = (await platform.agent.calls()).slice(before).map((c) => Number(c.prompt.slice(-1)));
      // Two at a time.
      const pairs = [0, 2, 4].map((i) => order.slice(i, i + 2).sort());
      expect(pairs).toEqual([
        [8, 9],
        [4, 7],
        [0, 2],
      ]);
    });

    it('that fail for good lie among the dead letters, are listed, and come back when they are asked to', async () => {
      const dead = async () => {
        const command = ['rabbitmqctl', '-q', 'list_queues', 'name', 'messages'];
        const { stdout } = await platform.test.compose('exec', '-T', 'rabbitmq', ...command);
        return Number(/^agents\.dead\s+(\d+)/m.exec(stdout)?.[1] ?? Number.NaN);
      };
      const id = await platform.run('{refuse}');
      await expect.poll(() => state(id)).toBe('failed');
      await expect.poll(dead).toBe(1);
      const { tasks } = (await platform.backend.call('GET', '/api/v1/agents/tasks?state=failed')).body;
      expect(tasks).toMatchObject([{ id, error: { code: 'NO' } }]);
      expect((await platform.backend.call('POST', `/api/v1/agents/tasks/${id}/retry`)).status).toBe(202);
      await expect.poll(async () => (await platform.calls('{refuse}')).length).toBe(2);
      await expect.poll(() => state(id)).toBe('failed');
    });
  });

  it('carries the gateway’s request id to every log and to the agent', async () => {
    const gateway = platform.at('kong', 8000);
    const { backend } = platform;
    const through = async (path: string, body: unknown, method = 'POST') => {
      const headers = { authorization: `Bearer ${backend.token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${gateway}${path}`, { method, headers, body: JSON.stringify(body) });
      expect([path, answer.status < 300]).toEqual([path, true]);
      return answer.headers.get('x-trace-id') ?? '';
    };
    const run = await through('/api/v1/agents/langchain/run', { prompt: 'traced task' });
    const collection = '/api/v1/vectors/collections/traced';
    expect((await backend.call('PUT', collection, { store: 'faiss', dimension: 2 })).status).toBe(200);
    const points = await through(`${collection}/points`, { points: [{ id: '1', vector: [1, 2] }] });
    const bridged = await platform.bridge('traced run', `${gateway}/mcp`);
    expect(bridged.status).toBe(200);
    const execute = bridged.headers.get('x-trace-id') ?? '';
    await expect.poll(() => platform.agent.requestIds()).toEqual(expect.arrayContaining([run, execute]));
    const logged = async (service: string) => platform.docker('logs', service, '--tail', '200');
    await expect.poll(() => logged('backend')).toContain(`"request_id":"${run}"`);
    await expect.poll(() => logged('backend')).toContain(`"request_id":"${points}"`);
    await expect.poll(() => logged('faiss')).toContain(points);
    await expect.poll(() => logged('mcp-bridge')).toContain(`"request_id":"${execute}"`);
  });

  it.runIf(which === 'all')(
    'draws what answered what and what it cites, though the graph is frozen meanwhile',
    async () => {
      const { backend } = platform;
      await expect.poll(async () => (await platform.dependency('neo4j')).state, { timeout: 20_000 }).toBe('up');
      const kept = await backend.upload('harbour.txt', 'The harbour of Lindau opens at six o’clock in the morning.');
      expect(kept.status, JSON.stringify(kept.body)).toBe(202);
      const document = kept.body.id;
      const ready = async () => (await backend.call('GET', `/api/v1/documents/${document}`)).body.state;
      await expect.poll(ready, { timeout: 30_000 }).toBe('ready');
      const session = (await backend.call('POST', '/api/v1/chat/sessions', {})).body.id;
      const ask = async (content: string) => {
        const body = { content, collection: 'documents', stream: false };
        const answer = await backend.call('POST', `/api/v1/chat/sessions/${session}/messages`, body);
        expect([answer.status, answer.body.state]).toEqual([200, 'done']);
        expect(answer.body.citations[0].document).toBe(document);
      };
      await ask('When does the harbour open?');
      await platform.docker('pause', 'neo4j');
      try {
        await ask('And which harbour is it?');
      } finally {
        await platform.docker('unpause', 'neo4j');
      }
      const edges = async () => {
        const { body } = await backend.call('GET', `/api/v1/graph/sessions/${session}`);
        const kinds = (body.edges ?? []).map((e: { kind: string }) => e.kind) as string[];
        return Object.fromEntries([...new Set(kinds)].sort().map((k) => [k, kinds.filter((x) => x === k).length]));
      };
      await expect.poll(edges, { timeout: 60_000 }).toEqual({ ANSWERS: 2, CITES: 2, HAS: 4, WRITTEN_WITH: 2 });
      const cited = (await backend.call('GET', `/api/v1/graph/documents/${document}`)).body;
      expect(cited.edges).toHaveLength(2);
      expect(cited.nodes).toContainEqual({ id: `Document:${document}`, kind: 'Document', label: 'harbour.txt' });
    },
  );

  describe('under load', () => {
    let features: FeaturesInUse;
    let failedBefore = 0;
    const failed = async () =>
      (await platform.backend.call('GET', '/api/v1/agents/tasks?state=failed')).body.tasks.length;
    beforeAll(async () => {
      failedBefore = await failed();
      features = await FeaturesInUse.start(platform, servers);
    });
    afterAll(() => features?.stop());
    /** From now on nothing answers otherwise, and everything does answer: how fast is for the bench to say. */
    const stays = async (dependent: readonly string[]) => {
      features.clear();
      const silent = () => features.wrong(dependent).filter((f) => f.seen.length === 0);
      await expect.poll(silent, { timeout: 20_000, interval: 200 }).toEqual([]);
      await pause(2_000);
      expect(features.wrong(dependent)).toEqual([]);
    };
    const well = async (timeout: number) => {
      await expect.poll(() => features.notWell(), { timeout, interval: 2_000 }).toEqual([]);
      await stays([]);
    };
    const isDown = async (server: string) => {
      const { state, last_error } = await platform.dependency(server);
      return state === 'down' && (server !== 'kong' || /gateway/.test(last_error ?? ''));
    };
    /** Only what needs the server is refused, with a 503 that names it; nothing is slow or otherwise. */
    const degraded = async (server: string) => {
      const dependent = needs[server] ?? [];
      features.clear();
      await expect.poll(() => features.wrong(dependent, '2xx', '503'), { timeout: 20_000, interval: 200 }).toEqual([]);
      await stays(dependent);
      for (const name of dependent) {
        const { error } = await features.refusalOf(name);
        expect(error).toMatchObject({ code: 'DEPENDENCY_DOWN', next_step: expect.stringContaining(server) });
      }
    };

    it('everything works', () => well(20_000));

    describe('a server is stopped and started', () => {
      it.each(servers)(
        '%s',
        async (server) => {
          features.clear();
          await platform.stop(server);
          try {
            await expect.poll(() => isDown(server), { timeout: 15_000 }).toBe(true);
            // Requests that were on their way when the server went may take seconds; each ends as a success or a 503.
            expect(features.neither()).toEqual([]);
            await degraded(server);
          } finally {
            await platform.startAndWait(server);
          }
          // By itself: nobody touches the services. Then it stays well.
          await well(60_000);
        },
        420_000,
      );
    });

    describe('a server is frozen: it holds its connections and says nothing', () => {
      it.each(which === 'all' ? servers : ['postgres', 'redis', 'rabbitmq', 'faiss'])('%s', async (server) => {
        features.clear();
        let slowest = 0;
        let frozen = true;
        await platform.docker('pause', server);
        const asking = (async () => {
          while (frozen) {
            const begun = performance.now();
            await platform.backend.call('GET', '/health/detailed');
            slowest = Math.max(slowest, performance.now() - begun);
            await pause(50);
          }
        })();
        try {
          await expect.poll(() => isDown(server), { timeout: 20_000 }).toBe(true);
          await degraded(server);
          expect(features.neither()).toEqual([]);
        } finally {
          frozen = false;
          await asking;
          await platform.docker('unpause', server);
        }
        // A look at the frozen server takes three seconds; nobody waited for one.
        expect(slowest).toBeLessThan(2_000);
        await well(60_000);
      });
    });

    it('the bridge itself: the rest goes on, and it comes back', async () => {
      await platform.stop('mcp-bridge');
      features.clear();
      await pause(2_000);
      expect(features.wrong([]).map((f) => f.name)).toEqual(['the bridge']);
      await platform.start('mcp-bridge');
      await well(30_000);
    });

    it('lost none of the tasks that it took', async () => {
      await features.stop();
      const open = async () => {
        const answers = await Promise.all(
          ['queued', 'running'].map((s) => platform.backend.call('GET', `/api/v1/agents/tasks?state=${s}&limit=200`)),
        );
        return answers.flatMap((a) => a.body.tasks);
      };
      await expect.poll(open, { timeout: 60_000, interval: 500 }).toEqual([]);
      expect(await failed()).toBe(failedBefore);
    });
  });

  it.each(ownServices)('stops cleanly after all that: %s', (service) => platform.stop(service));

  it('leaves no secret in any log', async () => {
    const secrets = platform.secretNames().map((name) => [name, platform.secret(name)] as const);
    expect(secrets.length).toBeGreaterThan(8);
    for (const service of ownServices) {
      const log = await platform.docker('logs', service);
      expect([service, /"level": ?"info"/.test(log)]).toEqual([service, true]);
      const told = secrets.filter(([, value]) => value.length >= 8 && log.includes(value)).map(([name]) => name);
      expect({ service, told }).toEqual({ service, told: [] });
      expect(log.includes(platform.backend.token)).toBe(false);
    }
  });
});
