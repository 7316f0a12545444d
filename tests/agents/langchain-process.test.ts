// The LangChain agent as it runs embedded: a process of its own, by its settings alone.
import { type AgentCard, agentCards } from '@sutazai/agent-contract';
import { conformance, documentChecks, type Target } from '@sutazai/agent-contract/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { freePort, type ServiceProcess, startProcess } from '../services/process.ts';

const program = { command: process.execPath, args: ['--import', 'tsx', 'packages/agents/langchain/main.ts'] };

describe('the LangChain agent as a process', () => {
  let fake: FakeOllama;
  let agent: ServiceProcess;
  const target = { card: agentCards.find((c) => c.id === 'langchain') as AgentCard, model: 'tinyllama' } as Target;

  beforeAll(async () => {
    fake = await startFakeOllama({ models: ['tinyllama', 'all-minilm'] });
    const operations = await freePort();
    const settings = { OLLAMA_URL: fake.url, LANGCHAIN_OPERATIONS_PORT: String(operations), LOG_LEVEL: 'silent' };
    agent = await startProcess({ ...program, env: (port) => ({ ...settings, LANGCHAIN_PORT: String(port) }) });
    Object.assign(target, {
      url: agent.url,
      operationsUrl: `http://127.0.0.1:${operations}`,
      prompts: { short: 'Say something.', long: '{rate:20} {tokens:50}' },
      lastClose: async () => fake.closes.at(-1)?.at,
    } satisfies Partial<Target>);
  });
  afterAll(async () => {
    await agent?.kill();
    await fake.stop();
  });

  for (const check of [...conformance, ...documentChecks])
    it(`keeps the contract: ${check.name}`, () => check.run(target));

  it('ends a run in flight as cancelled when it is asked to stop, lets go of the model, and exits with 0', async () => {
    const before = fake.closes.length;
    const body = JSON.stringify({ prompt: '{rate:20} {tokens:500}' });
    const answer = await fetch(`${agent.url}/runs`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let said = '';
    while (!said.includes('event: token')) said += (await reader?.read())?.value ?? '';
    const stopped = agent.stop();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) said += part.value;
    expect(said).toMatch(/event: end\n.*"status":"cancelled"/s);
    expect(await stopped).toBe(0);
    expect(fake.closes.length).toBe(before + 1);
  });

  it('does not start on settings that do not fit, and names the variable and the next step', async () => {
    const starting = startProcess({ ...program, env: () => ({ LANGCHAIN_VECTORS: 'faiss', LANGCHAIN_PORT: 'many' }) });
    await expect(starting).rejects.toThrow(/exit code 2: [\s\S]*LANGCHAIN_PORT: [\s\S]*Next step: /);
    const without = startProcess({ ...program, env: () => ({ LANGCHAIN_VECTORS: 'faiss', LANGCHAIN_PORT: '0' }) });
    await expect(without).rejects.toThrow(/exit code 2: [\s\S]*LANGCHAIN_VECTORS: is “faiss”, but FAISS_URL/);
  });
});
