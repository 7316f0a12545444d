// The whole way with words that a model has made: terminal and page → host → LangChain → model server.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentService } from '@sutazai/agent-contract/server';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import { type Host, openHost } from '@sutazai/core/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  embeddingModel,
  type ModelServerProcess,
  miniModel,
  startModelServer,
} from '../agents/model-server-process.ts';
import { connect, type Page, readUntil } from '../api/served.ts';
import { projectAt, startLangchain } from './platform.ts';

let server: ModelServerProcess;
let langchain: AgentService;
let host: Host;
let web: WebHost;
let page: Page;
let place: { dir: string; file: string };

beforeAll(async () => {
  server = await startModelServer();
  langchain = await startLangchain(server.url, { CHAT_MODEL: miniModel, EMBEDDING_MODEL: embeddingModel });
  place = await projectAt({ ollama: server.url, langchain: langchain.url });
  const system = { home: homedir(), platform: process.platform, uid: process.getuid?.() ?? 0 };
  host = await openHost({
    ...{ cwd: place.dir, files: [place.file], environment: {}, stateDir: join(place.dir, 'state'), ...system },
    ...{ host: 'unix:///nonexistent.sock', version: '0.0.0-test', mode: 'browser' },
  });
  web = await serveWeb({ host, port: 0, pages: '/nonexistent' });
  page = await connect(web.port, web.token);
});
afterAll(async () => {
  page.socket.terminate();
  await web.close();
  await host.close();
  await langchain.stop();
  await server.stop();
});

async function ask(text: string, agent: string, documents: string[] = []) {
  const { id } = await page.api.chat.create({});
  const { answer } = await page.api.chat.send({ conversation: id, text, agent, model: miniModel, documents });
  const events = await readUntil(
    (signal) => page.api.chat.watch({ conversation: id }, { signal }),
    (e) => e.type === 'message' && e.message.id === answer && e.message.state !== 'running',
  );
  const last = events.at(-1);
  if (last?.type !== 'message') throw new Error('no answer');
  return { message: last.message, pieces: events.filter((e) => e.type === 'text').length };
}

describe('a real model answers', () => {
  it.each(['langchain', 'model'])('a sentence, word by word, through %s', async (agent) => {
    const { message } = await ask('What does Qdrant do?', agent);
    expect(message).toMatchObject({ state: 'done', detail: { failure: null } });
    expect(message.text).toMatch(/^[A-Z]\w+ \w+ .*\w/);
    expect(message.detail.usage?.completionTokens).toBeGreaterThan(3);
    expect(message.detail.window).toBeGreaterThan(0);
  });

  it('from a document, and the cited passage can be opened', async () => {
    const text = 'Redis keeps values in memory.\n\nNeo4j keeps a graph of nodes and relations.\n\nKong is the gateway.';
    const added = await page.api.documents.add({
      ...{ name: 'services.md', dataBase64: Buffer.from(text).toString('base64'), agent: 'langchain' },
    });
    const { message } = await ask('What does Redis keep?', 'langchain', [added.id]);
    const cited = message.detail.citations[0];
    expect(cited).toMatchObject({ document: added.id, name: 'services.md' });
    const opened = await page.api.documents.passage({ document: added.id, passage: cited?.passage ?? -1 });
    expect(opened.text).toBe(cited?.text);
    expect(opened.text).toContain('Redis keeps values');
  });

  it('knows the model’s window and what it cannot, before it is asked', async () => {
    const check = await page.api.models.check({ agent: 'langchain', model: miniModel });
    expect(check.ok).toBe(true);
    const embeds = await page.api.models.check({ agent: 'langchain', model: embeddingModel });
    expect(embeds).toMatchObject({ ok: false, findings: [{ diagnosis: { code: 'MODEL_NOT_FOR_CHAT' } }] });
  });

  it('in the terminal, from a file too', async () => {
    const file = join(place.dir, 'note.txt');
    writeFileSync(file, 'RabbitMQ carries messages between services.');
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const argv = ['--import', 'tsx', 'packages/cli/main.ts', '-f', place.file, '--state-dir', join(place.dir, 'state')];
    const { out, err } = await new Promise<{ out: string; err: string }>((resolve, reject) => {
      const args = [...argv, 'chat', '-m', miniModel, '-d', file, 'What does RabbitMQ carry?'];
      execFile(process.execPath, args, { cwd: root }, (error, out, err) =>
        error ? reject(error) : resolve({ out, err }),
      );
    });
    expect(out.trim()).toMatch(/\w+ \w+/);
    expect(err).toContain('note.txt');
    // The same conversation stands in the window.
    const [newest] = await page.api.chat.conversations({});
    expect(newest?.title).toBe('What does RabbitMQ carry?');
  });
});
