// The LangChain agent's documents in each of the vector stores that its settings can name: the real Chroma and the real FAISS
// service, and Qdrant's stand-in over the real engine.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentCards } from '@sutazai/agent-contract';
import { documentChecks, type Target } from '@sutazai/agent-contract/conformance';
import { AgentClient } from '@sutazai/agent-contract/protocol';
import type { AgentService } from '@sutazai/agent-contract/server';
import { openChroma, openFaiss, openQdrant, type VectorStore } from '@sutazai/vectors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLangchain } from '../../packages/agents/langchain/agent.ts';
import { loadConfig } from '../../packages/agents/langchain/config.ts';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { labAvailable } from '../lab/lab.ts';
import { startFaiss } from '../services/faiss-process.ts';
import { freePort } from '../services/process.ts';
import { QdrantServer } from '../stand-ins/qdrant/server.ts';
import { startChroma } from './chroma-server.ts';
import { eventsOf } from './events.ts';

interface Running {
  /** The agent's settings, beside the store's name. */
  env: Record<string, string>;
  store: VectorStore;
  /** Takes the server away; where it can, `start` brings it back at its place. */
  stop(): Promise<unknown>;
  start?(): Promise<unknown>;
  remove(): Promise<unknown>;
}

const key = 'a-key-of-the-test';
const kinds: Record<'chroma' | 'faiss' | 'qdrant', { engine: boolean; begin(): Promise<Running> }> = {
  chroma: {
    engine: true,
    async begin() {
      const server = await startChroma(await freePort());
      return { ...server, env: { CHROMA_URL: server.url }, store: openChroma(server.url) };
    },
  },
  faiss: {
    engine: false,
    async begin() {
      const dir = mkdtempSync(join(tmpdir(), 'sutazai-faiss-'));
      const server = await startFaiss(dir, { FAISS_API_KEY: key });
      return {
        env: { FAISS_URL: server.url, FAISS_API_KEY: key },
        store: openFaiss(server.url, key),
        stop: server.stop,
        remove: () => server.stop().then(() => rmSync(dir, { recursive: true })),
      };
    },
  },
  qdrant: {
    engine: true,
    async begin() {
      const server = new QdrantServer();
      await server.start();
      return {
        env: { QDRANT_URL: server.url, QDRANT_API_KEY: server.key },
        store: openQdrant(server.url, server.key),
        stop: () => server.docker('stop', '-t', '2', server.container),
        remove: () => server.remove(),
      };
    },
  },
};

describe.each(Object.entries(kinds))('documents in %s', (name, { engine, begin }) => {
  describe.skipIf(engine && !labAvailable().ok)('by the agent', () => {
    let fake: FakeOllama;
    let running: Running;
    const agents: AgentService[] = [];

    beforeAll(async () => {
      fake = await startFakeOllama({ models: ['tinyllama', 'all-minilm'] });
      running = await begin();
    }, 300_000);
    afterEach(async () => {
      for (const agent of agents.splice(0)) await agent.stop();
    });
    afterAll(async () => {
      await running?.remove();
      await fake.stop();
    });

    async function agent(): Promise<{ url: string; client: AgentClient; service: AgentService }> {
      const ports = { LANGCHAIN_PORT: '0', LANGCHAIN_OPERATIONS_PORT: '0' };
      const settings = { ...ports, OLLAMA_URL: fake.url, LOG_LEVEL: 'silent', LANGCHAIN_VECTORS: name, ...running.env };
      const service = await createLangchain(loadConfig(settings));
      agents.push(service);
      await service.start();
      return { url: service.url, client: new AgentClient(service.url), service };
    }
    const file = (text: string) => ({ collection: `towns-${name}`, name: 'towns.txt', content_base64: btoa(text) });
    /** Fails with what the run itself says, where it does not end well. */
    const cited = async (url: string, prompt: string, collections = [`towns-${name}`]) => {
      const events = await eventsOf(url, { prompt, collections });
      expect(events.at(-1)).toMatchObject({ type: 'end', status: 'done' });
      return events.flatMap((e) => (e.type === 'citations' ? e.citations : []));
    };

    it('keeps the contract', async () => {
      const { service } = await agent();
      const target = {
        ...{
          card: agentCards.find((c) => c.id === 'langchain'),
          url: service.url,
          operationsUrl: service.operationsUrl,
        },
        ...{ model: 'tinyllama', prompts: { short: 'Say something.', long: '{rate:20} {tokens:50}' } },
      } as Target;
      for (const check of documentChecks) await check.run(target);
    });

    it('finds them again after a restart, nearest first, and only in the collections that were named', async () => {
      const text = `${'The museum of Bergen has a green door.\n\n'.padEnd(900, 'x')}\n\nThe harbour of Lindau opens at six.`;
      const first = await agent();
      const taken = await first.client.index(file(text));
      expect(taken.passages).toBeGreaterThan(1);
      const other = await first.client.index({ ...file('The harbour of Lindau opens.'), collection: `other-${name}` });
      await first.service.stop();
      const { url, client } = await agent();
      const found = await cited(url, 'When does the harbour of Lindau open?');
      expect(found[0]).toMatchObject({ document: taken.document, name: 'towns.txt' });
      expect(found[0]?.text).toContain('harbour of Lindau');
      expect(found.map((c) => c.score)).toEqual(found.map((c) => c.score).toSorted((a, b) => b - a));
      for (const { score } of found) expect(Math.abs(score)).toBeLessThanOrEqual(1.001);
      expect(found.map((c) => c.document)).not.toContain(other.document);
      const last = await client.passage(taken.document, taken.passages - 1);
      expect(last).toMatchObject({ name: 'towns.txt', of: taken.passages, passage: taken.passages - 1 });
      await client.forget(taken.document);
      expect(await cited(url, 'When does the harbour of Lindau open?')).toEqual([]);
      expect(await cited(url, 'harbour', [`other-${name}`])).toHaveLength(1);
    });

    it('takes a document in again after the store has lost its collection', async () => {
      const { url, client } = await agent();
      await client.index(file('The mill of Graz is red.'));
      const model = createHash('sha256').update('all-minilm').digest('hex').slice(0, 12);
      await running.store.drop(`agent-langchain-passages-${model}`);
      expect(await cited(url, 'mill')).toEqual([]);
      await client.index(file('The mill of Graz is red.'));
      expect((await cited(url, 'mill'))[0]?.text).toBe('The mill of Graz is red.');
    });

    it('says which store is away, answers other questions meanwhile, and finds them when it is back', async () => {
      const { url, client } = await agent();
      await client.index(file('The bridge of Mostar is old.'));
      await running.stop();
      await expect(client.index(file('Another.'))).rejects.toMatchObject({
        code: 'DEPENDENCY_DOWN',
        message: expect.stringContaining(name),
      });
      const asked = await eventsOf(url, { prompt: 'bridge', collections: [`towns-${name}`] });
      expect(asked.at(-1)).toMatchObject({
        type: 'error',
        code: 'DEPENDENCY_DOWN',
        message: expect.stringContaining(name),
      });
      expect((await eventsOf(url, { prompt: 'hello' })).at(-1)).toMatchObject({ type: 'end', status: 'done' });
      if (!running.start) return;
      await running.start();
      // What was down is tried again at most every half second: this server is back sooner than that.
      const found = () => cited(url, 'bridge').then((c) => c[0]?.text);
      await expect.poll(found, { timeout: 10_000 }).toBe('The bridge of Mostar is old.');
    });
  });
});
