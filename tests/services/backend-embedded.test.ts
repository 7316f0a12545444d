import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { TestBackend } from './backend-client.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

// The embedded form: PGlite, queue and cache inside the process. The same code meets the real servers in backend-stack.test.ts.
describe('the backend, embedded', () => {
  const dir = mkdtempSync(join(tmpdir(), 'backend-'));
  let backend: TestBackend;
  let ollama: FakeOllama;
  let agent: TestAgent;
  const env = () => ({
    PGLITE_DIR: join(dir, 'db'),
    OLLAMA_URL: ollama.url,
    BACKEND_TASK_LIMIT_SECONDS: '3',
    AGENT_URLS: `langchain=${agent.url},crewai=http://127.0.0.1:9`,
  });

  beforeAll(async () => {
    [ollama, agent] = await Promise.all([startFakeOllama(), startTestAgent('langchain')]);
    backend = await (await new TestBackend().start(env())).admin();
  });
  afterAll(async () => {
    await backend.stop();
    await Promise.all([ollama.stop(), agent.stop()]);
  });

  it('tells the nine connections without waiting for any', async () => {
    await expect
      .poll(async () => (await backend.call('GET', '/health/detailed')).body.dependencies[0].state)
      .toBe('up');
    const { body } = await backend.call('GET', '/health/detailed');
    const states = Object.fromEntries(body.dependencies.map((d: { name: string; state: string }) => [d.name, d.state]));
    expect(states).toEqual({
      ...{
        postgres: 'up',
        redis: 'up',
        rabbitmq: 'up',
        neo4j: 'off',
        chroma: 'off',
        qdrant: 'off',
        faiss: 'off',
        consul: 'off',
      },
      ollama: 'up',
    });
    expect(body.dependencies[0].detail).toMatch(/^PGlite, PostgreSQL \d+/);
  });

  it('runs an agent as a task, once per key', async () => {
    const run = () =>
      backend.call('POST', '/api/v1/agents/langchain/run', { prompt: 'hello' }, { 'idempotency-key': 'k1' });
    const first = await run();
    expect(first.status, JSON.stringify(first.body)).toBe(202);
    expect((await run()).body.id).toBe(first.body.id);
    const task = () => backend.call('GET', first.headers.get('location') ?? '').then((a) => a.body);
    await expect.poll(async () => (await task()).state).toBe('done');
    expect((await task()).result).toMatchObject({
      status: 'success',
      agent: 'langchain',
      response: 'langchain heard: hello',
    });
    expect(agent.calls.filter((c) => c.prompt === 'hello')).toEqual([{ prompt: 'hello', key: first.body.id }]);
  });

  it('lists agents, and answers 404 with the list for one that is none', async () => {
    const { body } = await backend.call('GET', '/api/v1/agents');
    expect(body.agents).toHaveLength(8);
    expect(body.agents.find((a: { id: string }) => a.id === 'langchain').state).toBe('unknown');
    expect((await backend.call('GET', '/api/v1/agents/langchain')).body.capabilities.min_context).toBe(2048);
    const unknown = await backend.call('POST', '/api/v1/agents/nobody/run', { prompt: 'x' });
    expect(unknown.status).toBe(404);
    expect(unknown.body.error).toMatchObject({ code: 'AGENT_UNKNOWN' });
    expect(unknown.body.error.next_step).toContain('langchain');
  });

  it('lists the models and tells one; what is not part of the installation is a 503 that says so', async () => {
    const { body } = await backend.call('GET', '/api/v1/models');
    expect(body.defaults).toEqual({ chat: 'tinyllama', embedding: 'all-minilm' });
    const names = body.models.map((m: { name: string }) => m.name);
    expect(names.some((n: string) => n.startsWith('tinyllama'))).toBe(true);
    const one = await backend.call('GET', `/api/v1/models/${encodeURIComponent(names[0])}`);
    expect([one.status, Array.isArray(one.body.capabilities)]).toEqual([200, true]);
    const none = await backend.call('GET', '/api/v1/models/nobody');
    expect([none.status, none.body.error.code]).toEqual([404, 'MODEL_UNKNOWN']);
    for (const path of ['/api/v1/graph', '/api/v1/graph/sessions/x']) {
      const graph = await backend.call('GET', path);
      expect([graph.status, graph.body.error.code]).toEqual([503, 'DEPENDENCY_DOWN']);
      expect(graph.body.error.message).toContain('not part of this installation');
    }
  });

  it('tells what an agent refuses, tries again what fails, and cancels', async () => {
    const run = async (prompt: string) =>
      (await backend.call('POST', '/api/v1/agents/langchain/run', { prompt })).body.id;
    const state = async (id: string) => (await backend.call('GET', `/api/v1/agents/tasks/${id}`)).body;
    const refused = await run('{refuse}');
    await expect.poll(async () => (await state(refused)).state).toBe('failed');
    expect(await state(refused)).toMatchObject({ attempts: 1, error: { code: 'NO', message: 'Not this.' } });
    const failing = await run('{fail}');
    await expect.poll(async () => (await state(failing)).state, { timeout: 15_000 }).toBe('failed');
    expect(await state(failing)).toMatchObject({ attempts: 3, error: { code: 'OOPS' } });
    const slow = await run('{slow} one');
    await expect.poll(async () => (await state(slow)).state).toBe('running');
    expect((await backend.call('DELETE', `/api/v1/agents/tasks/${slow}`)).body.state).toBe('cancelled');
    await expect.poll(() => agent.closedEarly()).toBeGreaterThan(0);
    expect((await state(slow)).state).toBe('cancelled');
  });

  it('ends a task that takes longer than it may, and lets go of the agent', async () => {
    const before = agent.closedEarly();
    const run = await backend.call('POST', '/api/v1/agents/langchain/run', { prompt: '{slow 60000}' });
    const task = () => backend.call('GET', `/api/v1/agents/tasks/${run.body.id}`).then((a) => a.body);
    await expect.poll(async () => (await task()).state, { timeout: 15_000 }).toBe('failed');
    expect(await task()).toMatchObject({ attempts: 1, error: { code: 'TASK_TOO_LONG' } });
    await expect.poll(() => agent.closedEarly()).toBe(before + 1);
  }, 30_000);

  it('keeps a task over its own restart', async () => {
    const { body } = await backend.call('POST', '/api/v1/agents/crewai/run', { prompt: 'later' });
    await backend.stop();
    const crew = await startTestAgent('crewai', 0);
    const { token } = backend;
    backend = await new TestBackend().start({ ...env(), AGENT_URLS: `langchain=${agent.url},crewai=${crew.url}` });
    // Another signing secret: the old token is worth nothing.
    backend.token = token;
    expect((await backend.call('GET', '/api/v1/agents')).status).toBe(401);
    await expect.poll(() => crew.calls, { timeout: 10_000 }).toEqual([{ prompt: 'later', key: body.id }]);
    await crew.stop();
  });
});
