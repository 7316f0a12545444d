// The embedded backend is killed as a machine is that loses power: what was taken is done afterwards, and only once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend } from './backend-client.ts';
import { type ServiceProcess, startProcess } from './process.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

const bundle = fileURLToPath(new URL('../../packages/backend/dist/app/backend.mjs', import.meta.url));

describe('the embedded backend, killed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-kills-'));
  const client = new TestBackend();
  let agent: TestAgent;
  let backend: ServiceProcess | undefined;

  const start = async () => {
    backend = await startProcess({
      command: process.execPath,
      args: [bundle],
      env: (port) => ({
        ...{ BACKEND_PORT: String(port), BACKEND_JWT_SECRET: 'k'.repeat(40), PGLITE_DIR: join(dir, 'db') },
        AGENT_URLS: `langchain=${agent.url}`,
      }),
    });
    client.url = backend.url;
  };
  beforeAll(async () => {
    agent = await startTestAgent('langchain');
    await start();
    await client.admin();
  });
  afterAll(async () => {
    await backend?.stop();
    await agent?.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const run = async (prompt: string, priority = 4, key?: string): Promise<string> => {
    const headers = key ? { 'idempotency-key': key } : {};
    const answer = await client.call('POST', '/api/v1/agents/langchain/run', { prompt, priority }, headers);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    return answer.body.id;
  };
  const task = async (id: string) => (await client.call('GET', `/api/v1/agents/tasks/${id}`)).body;
  const state = async (id: string) => (await task(id)).state;
  const begun = (prompt: string) => agent.calls.filter((c) => c.prompt === prompt).map((c) => c.key);

  it('in the middle of tasks: each is done afterwards, under the key it began with, and told once', async () => {
    const working = await run('{slow 1500} in the middle', 4, 'once');
    const waiting = [await run('{slow 1500} second'), await run('third'), await run('fourth')];
    await expect.poll(() => begun('{slow 1500} in the middle'), { interval: 20 }).toEqual([working]);
    await backend?.kill();
    expect(begun('third')).toEqual([]);
    await start();
    await expect.poll(() => state(working), { timeout: 15_000 }).toBe('done');
    for (const id of waiting) await expect.poll(() => state(id), { timeout: 15_000 }).toBe('done');
    // The agent was asked twice, and could tell that it was the same task; the caller sees one, with one answer.
    expect(begun('{slow 1500} in the middle')).toEqual([working, working]);
    expect([...begun('third'), ...begun('fourth')]).toEqual(waiting.slice(1));
    const listed = (await client.call('GET', '/api/v1/agents/tasks?limit=200')).body.tasks;
    expect(listed.map((t: { id: string }) => t.id).sort()).toEqual([working, ...waiting].sort());
    expect(await run('{slow 1500} in the middle', 4, 'once')).toBe(working);
  });

  it('again and again while tasks come in: not one of those that were taken is lost or done twice at a time', async () => {
    const taken: string[] = [];
    for (let kill = 0; kill < 4; kill++) {
      for (let n = 0; n < 5; n++) taken.push(await run(`{slow 60} ${kill}-${n}`));
      await new Promise((resolve) => setTimeout(resolve, 40 + 60 * kill));
      await backend?.kill();
      await start();
    }
    for (const id of taken) await expect.poll(() => state(id), { timeout: 20_000 }).toBe('done');
    for (const id of taken) expect((await task(id)).result.response).toContain('langchain heard: {slow 60}');
  });

  it('takes what has the highest priority first', async () => {
    // Two run at a time: these hold both places while the others queue up.
    const holders = [await run('{slow 600} holder 1'), await run('{slow 600} holder 2')];
    await expect.poll(() => begun('{slow 600} holder 2').length).toBe(1);
    const before = agent.calls.length;
    for (const priority of [0, 9, 4, 7]) await run(`{slow 50} of ${priority}`, priority);
    for (const id of holders) await expect.poll(() => state(id)).toBe('done');
    await expect.poll(() => agent.calls.length, { timeout: 10_000 }).toBe(before + 4);
    const order = agent.calls.slice(before).map((c) => c.prompt.slice(-1));
    expect(order).toEqual(['9', '7', '4', '0']);
  });

  it('shows what has failed for good, and takes it up again when it is asked to', async () => {
    const refused = await run('{refuse}');
    await expect.poll(() => state(refused)).toBe('failed');
    const dead = (await client.call('GET', '/api/v1/agents/tasks?state=failed')).body.tasks;
    expect(dead).toMatchObject([{ id: refused, attempts: 1, error: { code: 'NO', next_step: 'Ask otherwise.' } }]);
    const again = await client.call('POST', `/api/v1/agents/tasks/${refused}/retry`);
    expect([again.status, again.body.id, again.body.state]).toEqual([202, refused, 'queued']);
    await expect.poll(() => begun('{refuse}').length).toBe(2);
    await expect.poll(() => state(refused)).toBe('failed');

    const done = await run('done already');
    await expect.poll(() => state(done)).toBe('done');
    const twice = await client.call('POST', `/api/v1/agents/tasks/${done}/retry`);
    expect([twice.status, twice.body.error.code]).toEqual([409, 'TASK_NOT_FAILED']);
    const none = await client.call('POST', `/api/v1/agents/tasks/${crypto.randomUUID()}/retry`);
    expect([none.status, none.body.error.code]).toEqual([404, 'TASK_UNKNOWN']);

    const cancelled = await run('{slow 5000} cancelled');
    await expect.poll(() => state(cancelled)).toBe('running');
    await client.call('DELETE', `/api/v1/agents/tasks/${cancelled}`);
    expect((await client.call('POST', `/api/v1/agents/tasks/${cancelled}/retry`)).status).toBe(202);
    await expect.poll(() => state(cancelled)).toBe('running');
    await client.call('DELETE', `/api/v1/agents/tasks/${cancelled}`);
  });

  it('names the request that asked for a task to the agent, over a restart too', async () => {
    const answer = await client.call(
      'POST',
      '/api/v1/agents/langchain/run',
      { prompt: '{slow 800} named' },
      {
        'x-request-id': 'trace-4711',
      },
    );
    await expect.poll(() => begun('{slow 800} named').length).toBe(1);
    await backend?.kill();
    await start();
    await expect.poll(() => state(answer.body.id), { timeout: 15_000 }).toBe('done');
    const ids = agent.requestIds.filter((_, i) => agent.calls[i]?.prompt === '{slow 800} named');
    expect(ids).toEqual(['trace-4711', 'trace-4711']);
  });
});
