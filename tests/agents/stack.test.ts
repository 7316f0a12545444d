// The first words, in the product's own stack: real Ollama with the mini model, the LangChain agent's own image, the registry,
// the vector store and the bridge, as `sutazai up` starts them.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { AgentClient, agentCards, type RunEvent } from '@sutazai/agent-contract';
import { conformance, documentChecks } from '@sutazai/agent-contract/conformance';
import { AgentClient as DocumentClient } from '@sutazai/agent-contract/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { endOf } from '../stack/project.ts';
import { eventsOf } from './events.ts';
import { miniModel } from './model-server-process.ts';
import { socketsOf } from './sockets.ts';
import { startWordsStack, type WordsStack } from './words-stack.ts';

const card = agentCards.find((c) => c.id === 'langchain');

describe.skipIf(!labAvailable().ok)('the LangChain agent in the stack', () => {
  let words: WordsStack;
  let url = '';
  let operationsUrl = '';
  let bridge = '';

  beforeAll(async () => {
    words = await startWordsStack(`sutazai-m-${process.pid}`);
    [url, operationsUrl] = [words.at('langchain', 11405), words.at('langchain', 11406)];
    bridge = words.at('mcp-bridge', 11100);
  }, 1_200_000);
  afterAll(() => words?.test.remove());

  const said = (all: RunEvent[]) => all.flatMap((e) => (e.type === 'end' ? [e.response] : []))[0];

  it('comes up healthy', async () => {
    expect(words.events.filter((e) => e.type === 'failure')).toEqual([]);
    expect(endOf(words.events)).toMatchObject({ outcome: 'done' });
    const status = await words.stack.status();
    const state = Object.fromEntries(status.services.map((s) => [s.service, s.state]));
    expect(state).toMatchObject({ langchain: 'healthy', ollama: 'healthy', 'ollama-preload': 'finished' });
  });

  it('streams a sentence that the model made', async () => {
    const all = await eventsOf(url, { prompt: 'What does Qdrant do?' });
    const tokens = all.flatMap((e) => (e.type === 'token' ? [e.text] : []));
    expect(tokens.length).toBeGreaterThan(4);
    expect(said(all)).toMatch(/^Qdrant [a-z ]+\.$/);
    console.info(`LangChain on ${miniModel} by Ollama: ${tokens.join('|')}`);
  });

  it('answers from a document, and its citation leads to the passage in Qdrant', async () => {
    const client = new DocumentClient(url);
    const text = 'The harbour of Lindau opens at 6 o’clock.\n\nTomatoes want water every evening.';
    const taken = await client.index({
      collection: 'towns',
      name: 'towns.txt',
      content_base64: Buffer.from(text).toString('base64'),
    });
    const all = await eventsOf(url, { prompt: 'When does the harbour of Lindau open?', collections: ['towns'] });
    const [citation] = all.flatMap((e) => (e.type === 'citations' ? e.citations : []));
    expect(citation).toMatchObject({ document: taken.document, name: 'towns.txt' });
    expect(citation?.text).toContain('The harbour of Lindau opens at 6');
    expect(said(all)).toMatch(/\w+ \w+/);
    expect((await client.passage(taken.document, citation?.passage ?? -1)).text).toBe(citation?.text);
  });

  it('stopped in the middle of a story, the socket to Ollama is closed within 200 ms', async () => {
    const sockets = await socketsOf(words.test.engine, `${words.test.name}-ollama-1`, 11434);
    const client = new AgentClient(url);
    let run = '';
    let tokens = 0;
    let closedAfter = Number.NaN;
    let last: RunEvent | undefined;
    for await (const event of client.run({ prompt: 'Tell me a long story about a horse.' })) {
      last = event;
      if (event.type === 'start') run = event.run;
      if (event.type !== 'token' || ++tokens !== 3) continue;
      const open = sockets();
      const stopped = performance.now();
      await client.cancel(run);
      while ([...open].every((s) => sockets().has(s)) && performance.now() - stopped < 2_000);
      closedAfter = performance.now() - stopped;
    }
    expect(last).toMatchObject({ type: 'end', status: 'cancelled' });
    expect(closedAfter).toBeLessThan(200);
    console.info(`from stop to closed socket: ${closedAfter.toFixed(1)} ms`);
  });

  describe('keeps the contract', () => {
    const target = () => ({
      ...{ card: card as NonNullable<typeof card>, url, operationsUrl, model: miniModel },
      prompts: { short: 'What is Redis?', long: 'Tell me a long story about a horse.' },
    });
    for (const check of [...conformance, ...documentChecks]) it(check.name, () => check.run(target()));
  });

  it('is up in the bridge, found by the registry, and answers as a tool of the Model Context Protocol', async () => {
    const headers = { authorization: `Bearer ${words.secret('bridge_token')}` };
    const state = async () => {
      const { agents } = (await (await fetch(`${bridge}/agents`, { headers })).json()) as {
        agents: { id: string; state: string }[];
      };
      return agents.find((a) => a.id === 'langchain')?.state;
    };
    await expect.poll(state, { timeout: 30_000 }).toBe('up');
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${bridge}/mcp`), { requestInit: { headers } }));
    const answer = await client.callTool({ name: 'langchain_ask', arguments: { prompt: 'What is Redis?' } });
    await client.close();
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent).toMatchObject({ agent: 'langchain', model: miniModel });
    expect((answer.structuredContent as { response: string }).response).toMatch(/^Redis is [a-z ]+\./);
  });
});
