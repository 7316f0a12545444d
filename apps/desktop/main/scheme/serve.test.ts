import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageHeaders } from '@sutazai/core/page-headers';
import { beforeAll, describe, expect, it } from 'vitest';
import { pagesOf } from './serve.ts';

const policy = pageHeaders()['content-security-policy'];
let answer: (request: Request) => Promise<Response>;
const get = (url: string, method = 'GET') => answer(new Request(url, { method }));

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sutazai-scheme-'));
  const root = join(folder, 'pages');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  mkdirSync(join(folder, 'pages-beside'));
  writeFileSync(join(folder, 'pages-beside', 'x.txt'), 'outside');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'a-1.js'), 'export {};');
  writeFileSync(join(root, 'assets', 'a-1.js.map'), '{}');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
  answer = pagesOf(root);
});

describe('pages', () => {
  it('are files below the root, with their type and the policy', async () => {
    const script = await get('sutazai://app/assets/a-1.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-security-policy')).toBe(policy);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
  });
  it('any address without an ending is the one document, which is not kept', async () => {
    for (const path of ['', 'stack', 'stack/postgres', 'chat/new?x=1#y']) {
      const page = await get(`sutazai://app/${path}`);
      expect(await page.text()).toBe('<!doctype html>');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
  });
  it('HEAD has no body', async () => {
    const head = await get('sutazai://app/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('nothing else is served', () => {
  const outside = [
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    'assets/..%2f..%2fsecret.txt',
    'assets%5c..%5c..%5csecret.txt',
    '..%2fpages-beside%2fx.txt',
    'secret.txt%00.js',
    '%00.txt',
    'c%3a/secret.txt',
    '%ff.txt',
    '/etc/passwd.txt',
    '%2fetc%2fhosts.txt',
    'link.txt',
    'assets/missing.js',
  ];
  it.each(outside)('%s', async (path) => {
    const refused = await get(`sutazai://app/${path}`);
    expect([refused.status, await refused.text()]).toEqual([404, '']);
    expect(refused.headers.get('content-security-policy')).toBe(policy);
  });
  it('source maps are not, though they lie there', async () => {
    expect((await get('sutazai://app/assets/a-1.js.map')).status).toBe(404);
  });
  it('no other host, and no writing', async () => {
    expect((await get('sutazai://other/index.html')).status).toBe(404);
    expect((await get('sutazai://app/', 'POST')).status).toBe(405);
  });
});
