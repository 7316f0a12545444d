// What callers must not send, over HTTP: each is told with its code and the field, and nothing of it stays on disk.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { TestBackend } from './backend-client.ts';
import { startFaiss } from './faiss-process.ts';
import { smallPdf, zip } from './files.ts';
import type { ServiceProcess } from './process.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

describe('bad input', () => {
  const own = mkdtempSync(join(tmpdir(), 'bad-input-'));
  const before = process.env.TMPDIR;
  const backend = new TestBackend();
  const data = mkdtempSync(join(tmpdir(), 'bad-input-faiss-'));
  let agent: TestAgent;
  let ollama: FakeOllama;
  let faiss: ServiceProcess;
  beforeAll(async () => {
    [agent, ollama, faiss] = await Promise.all([startTestAgent('langchain'), startFakeOllama(), startFaiss(data)]);
    process.env.TMPDIR = own;
    const env = { OLLAMA_URL: ollama.url, FAISS_URL: faiss.url, AGENT_URLS: `langchain=${agent.url}` };
    await backend.start(env);
    await backend.admin();
  });
  afterAll(async () => {
    await backend.stop();
    await Promise.all([agent.stop(), ollama.stop(), faiss.stop()]);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    for (const dir of [own, data]) rmSync(dir, { recursive: true, force: true });
  });

  const run = '/api/v1/agents/langchain/run';
  const collection = '/api/v1/vectors/collections/a';
  it.each<[string, string, string, unknown, number, string, string | undefined]>([
    ['no prompt', 'POST', run, {}, 400, 'INVALID', 'body.prompt'],
    ['a prompt that is no text', 'POST', run, { prompt: 7 }, 400, 'INVALID', 'body.prompt'],
    ['a priority out of range', 'POST', run, { prompt: 'x', priority: 10 }, 400, 'INVALID', 'body.priority'],
    ['half a JSON', 'POST', run, '{"prompt":', 400, 'INVALID', 'body'],
    ['a prompt of 10 MB', 'POST', run, { prompt: 'x'.repeat(10_000_000) }, 413, 'BODY_TOO_LARGE', undefined],
    ['a prompt over its own limit', 'POST', run, { prompt: 'x'.repeat(1_000_001) }, 400, 'INVALID', 'body.prompt'],
    ['an unknown agent', 'POST', '/api/v1/agents/nobody/run', { prompt: 'x' }, 404, 'AGENT_UNKNOWN', 'agent'],
    ['a path for an agent', 'GET', '/api/v1/agents/..%2F..%2Fetc%2Fpasswd', undefined, 404, 'AGENT_UNKNOWN', 'agent'],
    ['a path for a collection', 'PUT', '/api/v1/vectors/collections/..%2Fx', {}, 400, 'INVALID', 'params.name'],
    [
      'a limit that is no number',
      'GET',
      '/api/v1/agents/tasks?limit=many',
      undefined,
      400,
      'INVALID',
      'querystring.limit',
    ],
    ['a task that is none', 'GET', '/api/v1/agents/tasks/1', undefined, 404, 'TASK_UNKNOWN', undefined],
    ['a negative dimension', 'PUT', collection, { dimension: -1 }, 400, 'INVALID', 'body.dimension'],
    [
      'points without vectors',
      'POST',
      `${collection}/points`,
      { points: [{ id: 'x' }] },
      400,
      'INVALID',
      'body.points.0',
    ],
    ['an unknown scope', 'POST', '/api/v1/auth/keys', { name: 'k', scopes: ['all'] }, 400, 'INVALID', 'body.scopes.0'],
    ['a login without a password', 'POST', '/api/v1/auth/login', { name: 'a' }, 400, 'INVALID', 'body.password'],
    [
      'a key that ends nowhere',
      'POST',
      '/api/v1/auth/keys',
      { name: 'k', scopes: ['agents:read'], expires_at: '0000-01-01T00:00:00+23:59' },
      400,
      'INVALID',
      'body.expires_at',
    ],
  ])('%s', async (_what, method, path, body, status, code, field) => {
    const answer = await backend.call(method, path, body);
    expect([answer.status, answer.body.error.code, answer.body.error.details[0]?.path]).toEqual([status, code, field]);
    expect(answer.body.error.next_step).not.toBe('');
    expect(answer.body.error.request_id).toBe(answer.headers.get('x-request-id'));
  });

  const zeros = Buffer.alloc(220 * 1024 * 1024);
  const many = Array.from({ length: 6_000 }, (_, i): [string, Buffer] => [`word/${i}.xml`, Buffer.from('x')]);
  it.each<[string, string, Buffer, number, string]>([
    ['a PDF that is none', 'a.pdf', Buffer.from('%PDF-1.7\nnothing'), 422, 'NOT_A_PDF'],
    ['a PDF with a password', 'a.pdf', smallPdf('secret', 'open sesame'), 422, 'PDF_LOCKED'],
    ['a PDF cut off', 'a.pdf', smallPdf('cut').subarray(0, 200), 422, 'NOT_A_PDF'],
    ['a zip bomb', 'a.docx', zip([['word/document.xml', zeros]]), 422, 'ARCHIVE_TOO_LARGE'],
    ['a zip bomb as a table', 'a.xlsx', zip([['xl/worksheets/sheet1.xml', zeros]]), 422, 'ARCHIVE_TOO_LARGE'],
    ['a zip bomb as a book', 'a.epub', zip([['OEBPS/chapter.xhtml', zeros]]), 422, 'ARCHIVE_TOO_LARGE'],
    ['an archive of 6,000 files', 'a.docx', zip(many), 422, 'ARCHIVE_TOO_LARGE'],
    ['an archive with paths out of it', 'a.docx', zip([['../../etc/cron.d/x', Buffer.from('x')]]), 422, 'NOT_A_DOCX'],
    ['a file over the limit', '../../a.txt', Buffer.alloc(51 * 1024 * 1024, 'a'), 413, 'BODY_TOO_LARGE'],
  ])('%s, and no file is left', async (_what, name, content, status, code) => {
    const answer = await backend.upload(name, content);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(readdirSync(own)).toEqual([]);
  });

  it.each([
    ['../../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['/etc/shadow', 'shadow'],
    ['a\u0000b.txt', 'ab.txt'],
    [`${'n'.repeat(400)}.txt`, `${'n'.repeat(196)}.txt`],
    ['..', 'document'],
  ])('a name that leads elsewhere is a name and nothing more: %s', async (given, shown) => {
    const answer = await backend.upload(given, 'plain words');
    expect([answer.status, answer.body.name]).toEqual([202, shown]);
    expect(readdirSync(own)).toEqual([]);
  });

  it('an upload that breaks off leaves nothing', async () => {
    const before = (await backend.call('GET', '/api/v1/documents?limit=500')).body.documents.length;
    const { hostname, port } = new URL(backend.url);
    const request = http.request({
      ...{ hostname, port, method: 'POST', path: '/api/v1/documents' },
      headers: {
        authorization: `Bearer ${backend.token}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': '10000000',
      },
    });
    const broken = new Promise((resolve) => request.once('error', resolve));
    request.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n');
    request.write('x'.repeat(1_000_000), () => request.destroy());
    await broken;
    const after = async () => (await backend.call('GET', '/api/v1/documents?limit=500')).body.documents.length;
    expect(await after()).toBe(before);
    expect(readdirSync(own)).toEqual([]);
  });

  it('is not an end in another time zone: kept and told in UTC', async () => {
    const asked = { name: 'k', scopes: ['agents:read'], expires_at: '2030-01-01T00:00:00+02:00' };
    const answer = await backend.call('POST', '/api/v1/auth/keys', asked);
    expect([answer.status, answer.body.expires_at]).toEqual([201, '2029-12-31T22:00:00.000Z']);
  });

  it('and goes on answering afterwards, with nothing of its own gone wrong', async () => {
    expect((await backend.call('GET', '/health')).status).toBe(200);
    expect(backend.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
