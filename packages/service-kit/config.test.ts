import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig, setting } from './config.ts';

const shape = {
  PORT: setting.port().default(8000),
  TOKEN: z.string().min(8).optional(),
  STORE_URL: setting.url(),
  QUIET: setting.flag().default(false),
  ORIGINS: setting.list().default([]),
};
const faults = (env: Record<string, string>) => {
  try {
    readConfig(shape, env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.faults.map((f) => `${f.variable}: ${f.message}`) : [String(error)];
  }
};

describe('settings from the environment', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'token');

  it('are read, with defaults, lists and secrets from files', () => {
    writeFileSync(file, '12345678\n');
    const env = { STORE_URL: 'http://store:1/', TOKEN_FILE: file, QUIET: '1', ORIGINS: 'a, b,' };
    expect(readConfig(shape, env)).toEqual({
      ...{ PORT: 8000, TOKEN: '12345678', STORE_URL: 'http://store:1', QUIET: true, ORIGINS: ['a', 'b'] },
    });
  });

  it('are told all at once, by name, without a value', () => {
    writeFileSync(file, '');
    expect(faults({ PORT: 'x', TOKEN_FILE: file })).toEqual([
      `TOKEN_FILE: the file ${file} is empty`,
      'PORT: must be a whole number from 0 to 65535',
      'STORE_URL: is required (or STORE_URL_FILE)',
    ]);
    expect(faults({ STORE_URL: 'http://a', TOKEN: 'short-secret', TOKEN_FILE: '/none' }).join()).not.toContain(
      'short-secret',
    );
    expect(faults({ STORE_URL: 'http://a', TOKEN_FILE: '/none' })).toEqual([
      'TOKEN_FILE: the file /none cannot be read (ENOENT)',
    ]);
    expect(faults({ STORE_URL: 'ftp://a' })[0]).toMatch(/^STORE_URL: /);
  });
});
