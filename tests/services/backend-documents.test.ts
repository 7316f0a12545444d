import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { labAvailable } from '../lab/lab.ts';
import { TestBackend } from './backend-client.ts';
import { startFaiss } from './faiss-process.ts';
import { smallPdf, zip } from './files.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

// The lab's condition stands for "root on Debian": there the Python service's environment can be had.
describe.skipIf(!labAvailable().ok)('documents and chat, over FAISS', () => {
  const dir = mkdtempSync(join(tmpdir(), 'documents-'));
  let backend: TestBackend;
  let ollama: FakeOllama;
  let agent: TestAgent;
  let faiss: { url: string; stop(): Promise<unknown> };

  beforeAll(async () => {
    [ollama, agent, faiss] = await Promise.all([startFakeOllama(), startTestAgent('langchain'), startFaiss(dir)]);
    const env = { OLLAMA_URL: ollama.url, FAISS_URL: faiss.url, AGENT_URLS: `langchain=${agent.url}` };
    backend = await (await new TestBackend().start(env)).admin();
  });
  afterAll(async () => {
    await backend.stop();
    await Promise.all([ollama.stop(), agent.stop(), faiss.stop()]);
  });
  const ready = async (id: string) => {
    await expect
      .poll(async () => (await backend.call('GET', `/api/v1/documents/${id}`)).body.state, { timeout: 10_000 })
      .toBe('ready');
  };
  const session = async (more = {}) => (await backend.call('POST', '/api/v1/chat/sessions', more)).body.id as string;
  const messages = async (id: string) => (await backend.call('GET', `/api/v1/chat/sessions/${id}`)).body.messages;

  it('are read, indexed and found with their place', async () => {
    const about = (what: string) => `${`All about ${what}. `.repeat(80)}\n\n`;
    const text = `${about('boats')}The lighthouse keeper is called Margarethe Quint.\n\n${about('trains')}`;
    const { status, body } = await backend.upload('../../etc/keeper notes.md', text);
    expect(status, JSON.stringify(body)).toBe(202);
    expect(body).toMatchObject({
      name: 'keeper notes.md',
      collection: 'documents',
      mime: 'text/markdown',
      state: 'indexing',
    });
    await ready(body.id);
    const found = await backend.call('POST', '/api/v1/documents/search', {
      query: 'Who is the lighthouse keeper?',
      limit: 2,
    });
    const [first] = found.body.citations;
    expect(first.text).toContain('Margarethe Quint');
    expect(text.slice(first.begins, first.ends)).toBe(first.text);
    expect(first.document).toBe(body.id);
  });

  it('of several kinds are read, pages counted', async () => {
    const html = await backend.upload(
      'a.html',
      '<html><body><h1>Zebra</h1><script>evil()</script><p>stripes</p></body></html>',
    );
    expect([html.status, html.body.mime]).toEqual([202, 'text/html']);
    const pdf = await backend.upload('a.pdf', smallPdf('Hello from page one'));
    expect(pdf.status, JSON.stringify(pdf.body)).toBe(202);
    expect([pdf.body.mime, pdf.body.pages]).toEqual(['application/pdf', 1]);
    await ready(pdf.body.id);
    const found = await backend.call('POST', '/api/v1/documents/search', { query: 'Hello from page one', limit: 1 });
    expect(found.body.citations[0]).toMatchObject({ page: 1, text: 'Hello from page one' });
    expect((await backend.call('DELETE', `/api/v1/documents/${pdf.body.id}`)).status).toBe(204);
    const again = await backend.call('POST', '/api/v1/documents/search', { query: 'Hello from page one', limit: 50 });
    expect(JSON.stringify(again.body)).not.toContain('Hello from page one');
  });

  it('that are none are told, and nothing is left of them', async () => {
    const before = (await backend.call('GET', '/api/v1/documents')).body.documents.length;
    const cases: [string, string | Buffer, number, string][] = [
      ['empty.txt', '', 422, 'NO_TEXT'],
      ['blank.txt', ' \n ', 422, 'NO_TEXT'],
      ['not.pdf', 'plain words', 422, 'NOT_A_PDF'],
      ['broken.pdf', '%PDF-1.7\nnothing of the kind', 422, 'NOT_A_PDF'],
      ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0, 1]), 422, 'NOT_TEXT'],
      ['archive.docx', zip([['a.txt', Buffer.from('x')]]), 422, 'NOT_TEXT'],
      ['cut.docx', zip([['word/document.xml', Buffer.from('<x/>')]]).subarray(0, 40), 422, 'NOT_A_DOCX'],
      ['bomb.docx', zip([['word/document.xml', Buffer.alloc(220 * 1024 * 1024)]]), 422, 'ARCHIVE_TOO_LARGE'],
    ];
    for (const [name, content, status, code] of cases) {
      const answer = await backend.upload(name, content);
      expect([name, answer.status, answer.body.error?.code]).toEqual([name, status, code]);
    }
    expect((await backend.upload('x.txt', 'x', '?collection=nowhere')).body.error.code).toBe('COLLECTION_UNKNOWN');
    expect((await backend.upload('big.txt', Buffer.alloc(51 * 1024 * 1024, 'a'))).status).toBe(413);
    expect((await backend.call('POST', '/api/v1/documents', { file: 'x' })).status).toBe(415);
    expect((await backend.call('GET', '/api/v1/documents')).body.documents.length).toBe(before);
  });

  it('are cited by an answer that streams, and all of it is kept', async () => {
    const id = await session();
    const events = await backend.events(`/api/v1/chat/sessions/${id}/messages`, {
      content: 'Who keeps the lighthouse?',
      collection: 'documents',
    });
    const kinds = events.map(([k]) => k).filter((k, i, all) => k !== all[i - 1]);
    expect(kinds).toEqual(['question', 'citations', 'token', 'end']);
    const whole = events
      .filter(([k]) => k === 'token')
      .map(([, d]) => d.text)
      .join('');
    const kept = await messages(id);
    expect(kept.map((m: { role: string; content: string }) => [m.role, m.content])).toEqual([
      ['user', 'Who keeps the lighthouse?'],
      ['assistant', whole],
    ]);
    expect(kept[1]).toMatchObject({
      state: 'done',
      model: 'tinyllama',
      usage: { completion_tokens: expect.any(Number) },
    });
    expect(kept[1].citations[0].text).toContain('Margarethe Quint');
    const asked = ollama.requests.findLast((r) => r.path === '/api/chat')?.body.messages as {
      role: string;
      content: string;
    }[];
    expect(asked[0]?.content).toContain('Margarethe Quint');
  });

  it('are remembered: an agent gets what was said before, and its answer whole without a stream', async () => {
    const id = await session({ agent: 'langchain' });
    const ask = (content: string) =>
      backend.call('POST', `/api/v1/chat/sessions/${id}/messages`, { content, stream: false });
    expect((await ask('first')).body).toMatchObject({
      content: 'langchain heard: first',
      agent: 'langchain',
      state: 'done',
    });
    await ask('second');
    expect(await messages(id)).toHaveLength(4);
    expect((await backend.call('GET', '/api/v1/chat/sessions')).body.sessions[0]).toMatchObject({ id, title: 'first' });
  });

  it('end well or badly, with the reason and what had come', async () => {
    const id = await session();
    const last = async (content: string) => {
      const events = await backend.events(`/api/v1/chat/sessions/${id}/messages`, { content });
      return events.at(-1)?.[1];
    };
    expect(await last('one two three {error} four')).toMatchObject({ state: 'failed', content: 'You said:' });
    expect(await last('one two three {cut} four')).toMatchObject({ state: 'failed', content: 'You said:' });
    expect(await last('{empty}')).toMatchObject({ state: 'done', content: '' });
    const unknown = await backend.events(`/api/v1/chat/sessions/${id}/messages`, { content: 'x', model: 'nobody' });
    expect(unknown.at(-1)?.[1]).toMatchObject({ state: 'failed', error: { code: 'MODEL_UNKNOWN' } });
  });

  it('stop when the reader goes away: the model’s socket closes, and what came is kept', async () => {
    const id = await session();
    const leave = new AbortController();
    const before = ollama.closedEarly();
    const asking = backend.events(
      `/api/v1/chat/sessions/${id}/messages`,
      { content: `${'word '.repeat(50)}{slow}` },
      leave.signal,
    );
    asking.catch(() => undefined);
    await expect
      .poll(
        () => ollama.requests.filter((r) => r.path === '/api/chat' && JSON.stringify(r.body).includes('{slow}')).length,
      )
      .toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    leave.abort();
    await expect.poll(() => ollama.closedEarly()).toBe(before + 1);
    await expect
      .poll(async () => (await messages(id)).map((m: { state: string }) => m.state))
      .toEqual(['done', 'cancelled']);
    expect((await messages(id))[1].content).toMatch(/^You said:/);
  });
});
