// The LangChain agent over a real model: the same suite as over the fake one, with words that a model has made.
import { type AgentCard, agentCards, type RunEvent } from '@sutazai/agent-contract';
import { conformance, documentChecks, type Target } from '@sutazai/agent-contract/conformance';
import type { AgentService } from '@sutazai/agent-contract/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLangchain } from '../../packages/agents/langchain/agent.ts';
import { loadConfig } from '../../packages/agents/langchain/config.ts';
import { eventsOf } from './events.ts';
import { embeddingModel, type ModelServerProcess, miniModel, startModelServer } from './model-server-process.ts';
import { type SlowLink, startSlowLink } from './slow-link.ts';

describe('the LangChain agent over the mini model', () => {
  let server: ModelServerProcess;
  let link: SlowLink;
  let agent: AgentService;
  const target = { card: agentCards.find((c) => c.id === 'langchain') as AgentCard } as Target;

  beforeAll(async () => {
    server = await startModelServer();
    link = await startSlowLink(server.url, 15);
    agent = await createLangchain(
      loadConfig({
        ...{ LANGCHAIN_PORT: '0', LANGCHAIN_OPERATIONS_PORT: '0', OLLAMA_URL: link.url, LOG_LEVEL: 'silent' },
        ...{ CHAT_MODEL: miniModel, EMBEDDING_MODEL: embeddingModel },
      }),
    );
    await agent.start();
    Object.assign(target, {
      ...{ url: agent.url, operationsUrl: agent.operationsUrl, model: miniModel },
      prompts: { short: 'What is Redis?', long: 'Tell me a long story about a horse.' },
      lastClose: async () => link.lastClose(),
    } satisfies Partial<Target>);
  });
  afterAll(async () => {
    await agent.stop();
    await link.stop();
    await server.stop();
  });

  describe('keeps the contract', () => {
    for (const check of [...conformance, ...documentChecks]) it(check.name, () => check.run(target));
  });

  const run = (body: object) => eventsOf(agent.url, body);
  const response = (events: RunEvent[]) => events.flatMap((e) => (e.type === 'end' ? [e.response] : []))[0];

  it('streams a sentence that is one', async () => {
    const events = await run({ prompt: 'What does Qdrant do?' });
    expect(events.filter((e) => e.type === 'token').length).toBeGreaterThan(4);
    expect(response(events)).toMatch(/^Qdrant [a-z ]+\.$/);
  });

  it('the model is free for the next as soon as a run was stopped', async () => {
    const started = await fetch(`${agent.url}/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'Tell me a long story about a cat.' }),
    });
    const text = new TextDecoder().decode((await started.body?.getReader().read())?.value);
    const id = /"run":"([^"]+)"/.exec(text)?.[1];
    await fetch(`${agent.url}/runs/${id}`, { method: 'DELETE' });
    expect(response(await run({ prompt: 'Hello' }))).toMatch(/\w+/);
  });
});
