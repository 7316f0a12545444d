import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type Generate, generateRule, randomText, secretParts, writeSecret } from './generate.ts';

const usual: Generate = { length: 32, charset: 'alnum', template: '{secret}', mode: 0o600 };
const rule = (generate: unknown) => generateRule({ 'x-sutazai': { generate } });

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the rule', () => {
  test.each<[string, unknown, Partial<Generate>]>([
    ['true', true, {}],
    ['an empty block', {}, {}],
    ['a length', { length: 64 }, { length: 64 }],
    ['a length that is too short to be safe', { length: 4 }, { length: 16 }],
    ['a length that is none', { length: 'long' }, { length: 32 }],
    ['a length without end', { length: 1e12 }, { length: 1024 }],
    ['a broken length', { length: 20.7 }, { length: 20 }],
    ['a set of characters', { charset: 'hex' }, { charset: 'hex' }],
    ['an unknown set', { charset: 'emoji' }, { charset: 'alnum' }],
    ['a name that every object knows', { charset: 'toString' }, { charset: 'alnum' }],
    ['a template', { template: 'user:{secret}' }, { template: 'user:{secret}' }],
    ['a template without the secret', { template: 'fixed' }, { template: '{secret}' }],
    ['a mode as YAML reads it', { mode: 0o644 }, { mode: 0o644 }],
    ['a mode in words', { mode: '0440' }, { mode: 0o440 }],
    ['a mode that is none', { mode: '999' }, { mode: 0o600 }],
    ['a mode with more than permissions', { mode: 0o4755 }, { mode: 0o600 }],
  ])('%s', (_, generate, expected) => {
    expect(rule(generate)).toEqual({ ...usual, ...expected });
  });

  test.each([[undefined], [null], [false]])('%s: none may be made', (generate) => {
    expect(rule(generate)).toBeUndefined();
  });
});

describe('a value', () => {
  test.each([
    ['alnum', /^[A-Za-z0-9]{40}$/],
    ['hex', /^[0-9a-f]{40}$/],
    ['base64url', /^[A-Za-z0-9_-]{40}$/],
  ] as const)('%s has its characters and length, and is another each time', (charset, pattern) => {
    const values = Array.from({ length: 50 }, () => randomText({ length: 40, charset }));
    for (const value of values) expect(value).toMatch(pattern);
    expect(new Set(values).size).toBe(50);
    // All characters come up: 50 × 40 draws miss one of 64 with a chance of about 1 in 10¹².
    const size = { alnum: 62, hex: 16, base64url: 64 }[charset];
    expect(new Set(values.join('')).size).toBe(size);
  });
});

describe('writing', () => {
  const file = () => join(dir, 'secrets', 'db');

  it('makes the folder and the file for the owner only, with nothing left beside it', async () => {
    expect(await writeSecret(file(), usual)).toBe(true);
    expect(readFileSync(file(), 'utf8')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'secrets')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dir, 'secrets'))).toEqual(['db']);
  });

  it('gives the mode that is asked for, whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await writeSecret(file(), { ...usual, mode: 0o644 });
    } finally {
      process.umask(before);
    }
    expect(statSync(file()).mode & 0o777).toBe(0o644);
  });

  it('puts one value into every place of the template', async () => {
    await writeSecret(file(), { ...usual, length: 16, charset: 'hex', template: 'a={secret}\nb={secret}\n$&' });
    const [, a, b] = /^a=([0-9a-f]{16})\nb=([0-9a-f]{16})\n\$&$/.exec(readFileSync(file(), 'utf8')) ?? [];
    expect(a).toBeDefined();
    expect(b).toBe(a);
  });

  it('never writes over one that is there', async () => {
    await writeSecret(file(), usual);
    const first = readFileSync(file(), 'utf8');
    chmodSync(file(), 0o400);
    expect(await writeSecret(file(), usual)).toBe(false);
    expect(readFileSync(file(), 'utf8')).toBe(first);
    expect(statSync(file()).mode & 0o777).toBe(0o400);
    expect(readdirSync(join(dir, 'secrets'))).toEqual(['db']);
  });

  it('lets exactly one of many at once win', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => writeSecret(file(), usual)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(file(), 'utf8')).toHaveLength(32);
    expect(readdirSync(join(dir, 'secrets'))).toEqual(['db']);
  });

  it('does not follow a link that leads nowhere', async () => {
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'link'));
    expect(await writeSecret(join(dir, 'link'), usual)).toBe(false);
    expect(readdirSync(dir)).toEqual(['link']);
  });

  it('leaves no draft behind where it cannot write', async () => {
    writeFileSync(join(dir, 'secrets'), 'a file in the way');
    await expect(writeSecret(file(), usual)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(readdirSync(dir)).toEqual(['secrets']);
  });
});

describe('the secret parts of a text', () => {
  const url: Generate = { ...usual, length: 16, template: 'postgres://app:{secret}@db/app\n' };
  const value = 'a'.repeat(16);
  test.each<[string, string, Generate | undefined, string[]]>([
    ['all of it', ` ${value}\n`, undefined, [value]],
    ['all of it, if made so', value, usual, [value]],
    ['what a template holds', `postgres://app:${value}@db/app\n`, url, [`postgres://app:${value}@db/app`, value]],
    ['what the user wrote instead', 'mine', url, ['mine']],
    ['what the user wrote over it', 'postgres://app:other@db/app\n', url, ['postgres://app:other@db/app']],
  ])('%s', (_, text, by, parts) => {
    expect(secretParts(text, by)).toEqual(parts);
  });
});
