import { type AgentCard, agentCards, type RunEvent } from '@sutazai/agent-contract';
import { conformance, documentChecks, type Target } from '@sutazai/agent-contract/conformance';
import type { AgentService } from '@sutazai/agent-contract/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLangchain } from '../../packages/agents/langchain/agent.ts';
import { loadConfig } from '../../packages/agents/langchain/config.ts';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { eventsOf } from './events.ts';

describe('the LangChain agent over the fake model server', () => {
  let fake: FakeOllama;
  let agent: AgentService;
  const target = { card: agentCards.find((c) => c.id === 'langchain') as AgentCard } as Target;

  beforeAll(async () => {
    fake = await startFakeOllama({
      models: ['tinyllama', 'all-minilm', { name: 'toolish', capabilities: ['completion', 'tools'], context: 8192 }],
    });
    agent = await createLangchain(
      loadConfig({ LANGCHAIN_PORT: '0', LANGCHAIN_OPERATIONS_PORT: '0', OLLAMA_URL: fake.url, LOG_LEVEL: 'silent' }),
      { grace: 300 },
    );
    await agent.start();
    Object.assign(target, {
      url: agent.url,
      operationsUrl: agent.operationsUrl,
      model: 'tinyllama',
      prompts: { short: 'Say something.', long: '{rate:20} {tokens:50}' },
      lastClose: async () => fake.closes.at(-1)?.at,
      lastTurns: async () => {
        const last = fake.requests.findLast((r) => r.path === '/api/chat');
        return last?.body.messages as { role: string; content: string }[];
      },
    } satisfies Partial<Target>);
  });
  afterAll(async () => {
    await agent.stop();
    await fake.stop();
  });

  describe('keeps the contract', () => {
    for (const check of [...conformance, ...documentChecks]) it(check.name, () => check.run(target));
  });

  const run = (body: object) => eventsOf(agent.url, body);
  const response = (events: RunEvent[]) => events.flatMap((e) => (e.type === 'end' ? [e.response] : []))[0];
  const warnings = (events: RunEvent[]) => events.flatMap((e) => (e.type === 'warning' ? [e.code] : []));

  it('answers without tools on a model that has none, and says so', async () => {
    const events = await run({ prompt: 'hello' });
    expect(warnings(events)).toEqual(['MODEL_NO_TOOLS']);
    expect(fake.requests.at(-1)?.body.tools).toBeUndefined();
  });

  it('calls tools on a model that can, tells each call and its result, and answers from it', async () => {
    const events = await run({ prompt: '{tool:calculate:{"expression":"6 * 7"}}', model: 'toolish' });
    expect(warnings(events)).toEqual([]);
    const tools = events.filter((e) => e.type === 'tool');
    expect(tools).toMatchObject([
      { name: 'calculate', state: 'called', arguments: { expression: '6 * 7' } },
      { name: 'calculate', state: 'answered', result: '42' },
    ]);
    expect(tools[0]?.call).toBe(tools[1]?.call);
    expect(response(events)).toBe('The tool says: 42');
  });

  it('tells the model when its tool call makes no sense, instead of ending the run', async () => {
    const events = await run({ prompt: '{tool:calculate:{"expression":"2 *"}}', model: 'toolish' });
    expect(response(events)).toBe('The tool says: This cannot be done: a number is missing.');
  });

  it('keeps the turns of a session itself where the caller sends none', async () => {
    const session = `s-${Date.now()}`;
    await run({ prompt: 'My name is Clara.', session });
    await run({ prompt: 'What is my name?', session });
    const turns = fake.requests.findLast((r) => r.path === '/api/chat')?.body.messages as { content: string }[];
    expect(turns.map((t) => t.content)).toEqual([
      'My name is Clara.',
      'You said: My name is Clara.',
      'What is my name?',
    ]);
    await run({ prompt: 'And mine?', session: `${session}-other` });
    expect(fake.requests.findLast((r) => r.path === '/api/chat')?.body.messages).toHaveLength(1);
  });

  it.each([
    ['breaks off with an error line', 'a b c {error}', 'MODEL_FAILED'],
    ['dies in the middle', 'a b c {cut}', 'MODEL_SERVER_DOWN'],
  ])('a model that %s ends the run with a code, and what was said before stays', async (_, prompt, code) => {
    const events = await run({ prompt });
    expect(events.filter((e) => e.type === 'token').length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ type: 'error', code });
  });

  it('a model that says nothing is told', async () => {
    expect(warnings(await run({ prompt: '{empty}' }))).toContain('EMPTY_OUTPUT');
  });

  it('HTML and script in an answer come through as the text they are', async () => {
    expect(response(await run({ prompt: '{html}' }))).toContain('<script>alert(2)</script>');
  });

  it('a run that everybody has left ends by itself, and lets go of its model', async () => {
    const before = fake.closes.length;
    const gone = new AbortController();
    const started = await fetch(`${agent.url}/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: '{rate:10} {tokens:60}' }),
      signal: gone.signal,
    });
    await started.body?.getReader().read();
    gone.abort();
    await expect.poll(() => fake.closes.length, { timeout: 3_000 }).toBe(before + 1);
  });
});
