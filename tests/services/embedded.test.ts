// All of ours without Docker: each a child process, put together by settings alone, from the same bundles as the images
// (`npm test` makes them).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend } from './backend-client.ts';
import { startFaiss } from './faiss-process.ts';
import { type ServiceProcess, startProcess } from './process.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

describe('the services as child processes', () => {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
  const word = 'w'.repeat(40);
  const client = new TestBackend();
  let agent: TestAgent;
  let running: ServiceProcess[] = [];

  async function startAll(): Promise<{ faiss: ServiceProcess; backend: ServiceProcess; bridge: ServiceProcess }> {
    const faiss = await startFaiss(join(dir, 'faiss'), { FAISS_API_KEY: word });
    const AGENT_URLS = `langchain=${agent.url}`;
    const [backend, bridge] = await Promise.all([
      startProcess({
        command: process.execPath,
        args: [`${packages}/backend/dist/app/backend.mjs`],
        env: (port) => ({
          ...{ BACKEND_PORT: String(port), BACKEND_JWT_SECRET: word, PGLITE_DIR: join(dir, 'db'), AGENT_URLS },
          ...{ FAISS_URL: faiss.url, FAISS_API_KEY: word },
        }),
      }),
      startProcess({
        command: process.execPath,
        args: [`${packages}/mcp-bridge/dist/app/mcp-bridge.mjs`],
        env: (port) => ({ BRIDGE_PORT: String(port), BRIDGE_TOKEN: word, AGENT_URLS }),
      }),
    ]);
    running = [backend, bridge, faiss];
    client.url = backend.url;
    return { faiss, backend, bridge };
  }
  const stopAll = () => Promise.all(running.map((p) => p.stop()));

  beforeAll(async () => {
    agent = await startTestAgent('langchain');
  });
  afterAll(async () => {
    await stopAll();
    await agent.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('work together, stop cleanly, and know everything again afterwards', async () => {
    const { bridge } = await startAll();
    await expect.poll(async () => (await client.call('GET', '/api/v1/auth/setup')).status).toBe(200);
    await client.admin();
    const collection = '/api/v1/vectors/collections/notes';
    expect((await client.call('PUT', collection, { store: 'faiss', dimension: 2 })).status).toBe(200);
    const points = [
      { id: 'a', vector: [1, 0], payload: { about: 'east' } },
      { id: 'b', vector: [0, 1], payload: { about: 'north' } },
    ];
    expect((await client.call('POST', `${collection}/points`, { points })).body).toEqual({ points: 2 });
    const run = await client.call('POST', '/api/v1/agents/langchain/run', { prompt: 'hello' });
    const task = () => client.call('GET', run.headers.get('location') ?? '').then((a) => a.body);
    await expect.poll(async () => (await task()).state).toBe('done');
    const answer = await fetch(`${bridge.url}/agents/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${word}` },
      body: JSON.stringify({ agent: 'langchain', prompt: 'through the bridge' }),
    });
    expect(await answer.json()).toMatchObject({ status: 'success', response: 'langchain heard: through the bridge' });
    expect(await stopAll()).toEqual([0, 0, 0]);

    await startAll();
    // The same signing secret: the log-in still counts.
    await expect.poll(async () => (await client.call('GET', '/api/v1/agents/tasks')).status).toBe(200);
    expect((await task()).result.response).toBe('langchain heard: hello');
    const found = await client.call('POST', `${collection}/query`, { vector: [0.1, 1], limit: 1 });
    expect(found.body.hits).toMatchObject([{ id: 'b', payload: { about: 'north' } }]);
    expect(await stopAll()).toEqual([0, 0, 0]);
  });

  it('wait for none of the others that is frozen: its own feature is refused, health is told at once', async () => {
    const { faiss } = await startAll();
    await expect.poll(async () => (await client.call('GET', '/api/v1/agents/tasks')).status).toBe(200);
    const query = async () => {
      const body = { vector: [0.1, 1], limit: 1 };
      const { status, body: answer } = await client.call('POST', '/api/v1/vectors/collections/notes/query', body);
      return [status, answer.error?.code];
    };
    expect(await query()).toEqual([200, undefined]);
    faiss.freeze();
    try {
      const begun = performance.now();
      expect(await query()).toEqual([503, 'DEPENDENCY_DOWN']);
      expect(performance.now() - begun).toBeLessThan(15_000);
      const asked = performance.now();
      const { body } = await client.call('GET', '/health/detailed');
      expect(performance.now() - asked).toBeLessThan(1_000);
      expect(body.dependencies.find((d: { name: string }) => d.name === 'faiss').state).toBe('down');
      expect((await client.call('GET', '/api/v1/documents')).status).toBe(200);
    } finally {
      faiss.thaw();
    }
    await expect.poll(query, { timeout: 15_000 }).toEqual([200, undefined]);
    await stopAll();
  });

  it.each([
    ['backend/dist/app/backend.mjs', { BACKEND_JWT_SECRET: 'short' }, 'BACKEND_JWT_SECRET'],
    ['mcp-bridge/dist/app/mcp-bridge.mjs', { BRIDGE_PORT: 'x' }, 'BRIDGE_PORT'],
  ])('%s says which setting does not fit, and never its value', async (file, env, variable) => {
    const starting = startProcess({ command: process.execPath, args: [`${packages}/${file}`], env: () => env });
    await expect(starting).rejects.toThrow(new RegExp(`exit code 2: .*${variable}`, 's'));
    await expect(starting).rejects.not.toThrow(/short/);
  });
});
