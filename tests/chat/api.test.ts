// Conversations as a page has them: over a real WebSocket, in a host that has no engine.
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AgentService } from '@sutazai/agent-contract/server';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import type { ChatEvent } from '@sutazai/core/contract';
import { type Host, openHost } from '@sutazai/core/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Page, readUntil } from '../api/served.ts';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { projectAt, standardModels, startLangchain } from './platform.ts';
import { soon } from './soon.ts';

let fake: FakeOllama;
let langchain: AgentService;
let host: Host;
let web: WebHost;
let page: Page;

beforeAll(async () => {
  fake = await startFakeOllama({
    models: standardModels ?? [],
    library: [
      { name: 'new:1b', layers: [1000, 50] },
      { name: 'slow:1b', layers: [4000], rate: 2000 },
    ],
  });
  langchain = await startLangchain(fake.url);
  const { dir, file } = await projectAt({ ollama: fake.url, langchain: langchain.url });
  const system = { home: homedir(), platform: process.platform, uid: process.getuid?.() ?? 0 };
  host = await openHost({
    ...{ cwd: dir, files: [file], environment: {}, stateDir: join(dir, 'state'), ...system },
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
  await fake.stop();
});

const ended = (e: ChatEvent) => e.type === 'message' && e.message.role === 'assistant' && e.message.state !== 'running';
const failed = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (e: { code: string; data?: { code: string; nextSteps: string[] } }) => e,
  );

describe('a page', () => {
  it('sees who can be asked, and what models there are', async () => {
    const agents = await page.api.agents.list();
    expect(agents.find((a) => a.id === 'langchain')).toMatchObject({ state: 'ready', documents: true, external: true });
    expect(agents.find((a) => a.id === 'model')).toMatchObject({ state: 'ready' });
    expect(agents.find((a) => a.id === 'crewai')).toMatchObject({ state: 'off', problem: { code: 'AGENT_OFF' } });
    const { server, models } = await page.api.models.list();
    expect(server.problem).toBeUndefined();
    expect(models.find((m) => m.name === 'toolish:latest')?.capabilities).toContain('tools');
    expect(await page.api.models.check({ agent: 'langchain', model: 'all-minilm' })).toMatchObject({
      ok: false,
      findings: [
        { diagnosis: { code: 'MODEL_NOT_FOR_CHAT' }, remedies: [{ kind: 'use-model' }, { kind: 'use-model' }] },
      ],
    });
  });

  it('goes away in the middle of an answer; the next one has what came and hears the rest', async () => {
    const { id } = await page.api.chat.create({});
    const first = await connect(web.port, web.token);
    await first.api.chat.send({
      conversation: id,
      text: '{rate:100} {tokens:200}',
      agent: 'langchain',
      model: 'tinyllama',
    });
    await readUntil(
      (signal) => first.api.chat.watch({ conversation: id }, { signal }),
      (e) => e.type === 'text',
    );
    first.socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const events = await readUntil((signal) => page.api.chat.watch({ conversation: id }, { signal }), ended);
    const snapshot = events[0];
    const begun = snapshot?.type === 'snapshot' ? (snapshot.messages.at(-1)?.text ?? '') : '';
    expect(begun.length).toBeGreaterThan(50);
    const text = events.reduce((all, e) => (e.type === 'text' ? all + e.text : all), begun);
    expect(text.split(' ')).toHaveLength(200);
    expect(events.at(-1)).toMatchObject({ message: { text, state: 'done' } });
  });

  it('stops an answer that another page began', async () => {
    const { id } = await page.api.chat.create({});
    const { run } = await page.api.chat.send({
      conversation: id,
      text: '{slow} {tokens:500}',
      agent: 'langchain',
      model: 'tinyllama',
    });
    await readUntil(
      (signal) => page.api.chat.watch({ conversation: id }, { signal }),
      (e) => e.type === 'text',
    );
    const other = await connect(web.port, web.token);
    const before = fake.closes.length;
    await other.api.chat.stop({ run });
    await soon(() => fake.closes.length).toBe(before + 1);
    expect((await page.api.chat.open({ id })).messages.at(-1)?.state).toBe('stopped');
    await other.close();
  });

  it('is refused in the contract’s words, and can go on', async () => {
    const { id } = await page.api.chat.create({});
    const send = { conversation: id, agent: 'model', model: 'tinyllama' };
    expect(await failed(page.api.chat.send({ ...send, text: ' ' }))).toMatchObject({
      code: 'SUTAZAI',
      data: { code: 'PROMPT_EMPTY' },
    });
    expect(await failed(page.api.chat.send({ ...send, text: 'x'.repeat(1_200_000) }))).toMatchObject({
      data: { code: 'PROMPT_TOO_LONG' },
    });
    expect(await failed(page.api.chat.send({ ...send, text: 'x', model: 'nope' }))).toMatchObject({
      data: { code: 'MODEL_MISSING' },
    });
    expect(await failed(page.api.chat.open({ id: 'nope' }))).toMatchObject({ data: { code: 'CONVERSATION_UNKNOWN' } });
    expect(await failed(page.api.chat.send({ ...send, text: 'x', model: '' }))).toMatchObject({ code: 'BAD_REQUEST' });
    await page.api.chat.send({ ...send, text: 'and now' });
    await readUntil(
      (signal) => page.api.chat.watch({ conversation: id }, { signal }),
      (e) => ended(e) || (e.type === 'snapshot' && e.messages.at(-1)?.state === 'done'),
    );
  });

  it('adds a document, asks about it, and opens the passage that is cited', async () => {
    const words = `Badgers dig setts. ${'They have striped faces. '.repeat(100)}`;
    const added = await page.api.documents.add({
      name: 'badgers.md',
      dataBase64: Buffer.from(words).toString('base64'),
      agent: 'langchain',
    });
    const { id } = await page.api.chat.create({});
    await page.api.chat.send({
      conversation: id,
      text: 'What do badgers dig?',
      agent: 'langchain',
      model: 'tinyllama',
      documents: [added.id],
    });
    const events = await readUntil((signal) => page.api.chat.watch({ conversation: id }, { signal }), ended);
    const last = events.at(-1);
    const cited = last?.type === 'message' ? last.message.detail.citations[0] : undefined;
    expect(cited).toMatchObject({ document: added.id, name: 'badgers.md' });
    const passage = await page.api.documents.passage({ document: added.id, passage: cited?.passage ?? 0 });
    expect(passage.text).toBe(cited?.text);
    const program = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 255]).toString('base64');
    expect(await failed(page.api.documents.add({ name: 'a.bin', dataBase64: program }))).toMatchObject({
      data: { code: 'DOCUMENT_UNREADABLE' },
    });
    const large = Buffer.alloc(20 * 1024 * 1024, 'words ').toString('base64');
    expect(await page.api.documents.add({ name: 'large.txt', dataBase64: large })).toMatchObject({
      bytes: 20 * 1024 * 1024,
    });
    await page.api.documents.remove({ id: added.id });
  });

  it('loads a model with progress, and cancels by closing the stream', async () => {
    const all = await readUntil(
      (signal) => page.api.models.pull({ name: 'new:1b' }, { signal }),
      (p) => p.status === 'success',
    );
    expect(all.at(-1)).toMatchObject({ completedBytes: 1050, totalBytes: 1050 });
    await readUntil(
      (signal) => page.api.models.pull({ name: 'slow:1b' }, { signal }),
      (p) => p.completedBytes > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    const again = await readUntil(
      (signal) => page.api.models.pull({ name: 'slow:1b' }, { signal }),
      () => true,
    );
    expect(again[0]?.totalBytes === 0 || (again[0]?.resumedBytes ?? 0) > 0).toBe(true);
    expect((await page.api.models.list()).models.map((m) => m.name)).not.toContain('slow:1b');
  });

  it('hears of new conversations, and of agents when an address changes', async () => {
    const control = new AbortController();
    const lists: number[] = [];
    const watching = (async () => {
      for await (const list of await page.api.chat.watchConversations(undefined, { signal: control.signal }))
        lists.push(list.length);
    })().catch(() => undefined);
    await soon(() => lists.length).toBe(1);
    await page.api.chat.create({ title: 'one more' });
    await soon(() => lists.at(-1)).toBe((lists[0] ?? 0) + 1);
    control.abort();
    await watching;
    const seen = readUntil(
      (signal) => page.api.agents.watch(undefined, { signal }),
      (now) => now.find((a) => a.id === 'langchain')?.state !== 'ready',
    );
    await page.api.settings.setExternal({ service: 'langchain', url: 'http://127.0.0.1:1' });
    expect((await seen).at(-1)?.find((a) => a.id === 'langchain')).toMatchObject({
      state: 'stopped',
      problem: { code: 'AGENT_DOWN' },
    });
    const back = readUntil(
      (signal) => page.api.agents.watch(undefined, { signal }),
      (now) => now.find((a) => a.id === 'langchain')?.state === 'ready',
    );
    await page.api.settings.setExternal({ service: 'langchain', url: langchain.url });
    await back;
  });
});
