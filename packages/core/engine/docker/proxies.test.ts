import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { proxyVariables } from './proxies.ts';

const host = 'unix:///var/run/docker.sock';
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-proxies-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function config(value: unknown): string {
  writeFileSync(join(dir, 'config.json'), typeof value === 'string' ? value : JSON.stringify(value));
  return dir;
}

it('gives each variable in both spellings, and leaves out what is empty or unknown', async () => {
  const all = { httpProxy: 'a', httpsProxy: 'b', noProxy: 'c', ftpProxy: 'd', allProxy: 'e', other: 'f' };
  expect(await proxyVariables(config({ proxies: { default: all } }), host)).toEqual({
    HTTP_PROXY: 'a',
    http_proxy: 'a',
    HTTPS_PROXY: 'b',
    https_proxy: 'b',
    NO_PROXY: 'c',
    no_proxy: 'c',
    FTP_PROXY: 'd',
    ftp_proxy: 'd',
    ALL_PROXY: 'e',
    all_proxy: 'e',
  });
  expect(await proxyVariables(config({ proxies: { default: { httpProxy: '', noProxy: 3 } } }), host)).toEqual({});
});

it("takes the engine's own entry in the place of the default one", async () => {
  const proxies = { default: { httpProxy: 'a', noProxy: 'c' }, [host]: { httpProxy: 'mine' } };
  expect(await proxyVariables(config({ proxies }), host)).toEqual({ HTTP_PROXY: 'mine', http_proxy: 'mine' });
  expect(await proxyVariables(config({ proxies }), 'tcp://other:2375')).toMatchObject({ NO_PROXY: 'c' });
});

test.each(['{', '[]', 'null', '{"proxies":null}', '{"proxies":{}}', '{"proxies":{"default":null}}'])(
  '%s has none',
  async (text) => {
    expect(await proxyVariables(config(text), host)).toEqual({});
  },
);

it('a folder without a config has none', async () => {
  expect(await proxyVariables(join(dir, 'nowhere'), host)).toEqual({});
});
