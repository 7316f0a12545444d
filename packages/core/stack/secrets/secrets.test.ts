import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { FileObject } from '../../compose/index.ts';
import { exampleModel } from '../preflight/preflight-example.ts';
import { ensureSecrets, redactions } from './index.ts';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-secrets-'));
  file = join(dir, 'db-password');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const may = { 'x-sutazai': { generate: true } };
const model = (definition: Partial<FileObject>) =>
  exampleModel(
    { app: { image: 'app:1', secrets: [{ source: 'db-password' }] } },
    { secrets: { 'db-password': definition as FileObject, unused: { file: join(dir, 'unused') } } },
  );
async function look(definition: Partial<FileObject>, generate = false, environment = {}) {
  const { findings, generated } = await ensureSecrets(model(definition), { generate, environment });
  return { generated, codes: findings.map((f) => `${f.level} ${f.diagnosis.code}`), findings };
}

describe('secrets', () => {
  it('are made once, and then left as they are', async () => {
    expect(await look({ file, ...may }, true)).toMatchObject({ generated: ['db-password'], codes: [] });
    const first = readFileSync(file, 'utf8');
    expect(first).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(await look({ file, ...may }, true)).toMatchObject({ generated: [], codes: [] });
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  it('are not made by a mere look, which finds no fault with one that can be made', async () => {
    expect(await look({ file, ...may })).toMatchObject({ generated: [], codes: [] });
    expect(existsSync(file)).toBe(false);
  });

  it('that are missing and may not be made are refused, with their name, file and service', async () => {
    for (const generate of [false, true]) {
      const { codes, findings } = await look({ file }, generate);
      expect(codes).toEqual(['error SECRET_MISSING']);
      expect(findings[0]?.diagnosis).toMatchObject({ service: 'app', title: expect.stringContaining(file) });
      expect(findings[0]?.diagnosis.title).toContain('db-password');
    }
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t\n'],
  ])('that hold %s are refused, and not made anew', async (_, text) => {
    writeFileSync(file, text);
    for (const rule of [{}, may])
      expect(await look({ file, ...rule }, true)).toMatchObject({ codes: ['error SECRET_EMPTY'] });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each(['changeme', 'Postgres\n', ' ADMIN ', 'sutazai_secure_2024', 'db-password', '123456'])(
    'with the well-known value "%s" are refused, and the value is told nowhere',
    async (text) => {
      writeFileSync(file, text);
      const { codes, findings } = await look({ file, ...may }, true);
      expect(codes).toEqual(['error SECRET_DEFAULT']);
      const { cause, ...told } = findings[0]?.diagnosis ?? { cause: '' };
      if (text !== 'db-password' && text !== 'changeme') expect(JSON.stringify(told)).not.toContain(text.trim());
      // The catalogue's own example is the one well-known value that a text may hold.
      expect(cause).toContain('such as "changeme"');
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('that hold a value of their own are good', async () => {
    writeFileSync(file, 'a value that nobody else has\n');
    expect(await look({ file }, true)).toMatchObject({ generated: [], codes: [] });
  });

  it('that turn out to be a folder, or a link that leads nowhere, are missing', async () => {
    mkdirSync(file);
    expect(await look({ file, ...may }, true)).toMatchObject({ generated: [], codes: ['error SECRET_MISSING'] });
    const link = join(dir, 'link');
    symlinkSync(join(dir, 'nowhere'), link);
    expect(await look({ file: link, ...may }, true)).toMatchObject({ generated: [], codes: ['error SECRET_MISSING'] });
  });

  it('that cannot be written are told with the reason, as a finding', async () => {
    writeFileSync(join(dir, 'in-the-way'), '');
    const { codes, findings } = await look({ file: join(dir, 'in-the-way', 's'), ...may }, true);
    expect(codes).toEqual(['error SECRET_MISSING']);
    expect(findings[0]?.diagnosis.raw).toMatch(/EEXIST|ENOTDIR/);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a value', { DB: 'a value that nobody else has' }, []],
    ['no variable', {}, ['error SECRET_MISSING']],
    ['an empty variable', { DB: '' }, ['error SECRET_EMPTY']],
    ['a default', { DB: 'changeme' }, ['error SECRET_DEFAULT']],
  ])('given by the environment: %s', async (_, environment, codes) => {
    expect(await look({ environment: 'DB' }, false, environment)).toMatchObject({ codes });
  });

  it('that nobody uses or that Swarm keeps are none of ours', async () => {
    expect(await look({ external: true }, true)).toMatchObject({ codes: [], generated: [] });
    expect(existsSync(join(dir, 'unused'))).toBe(false);
  });
});

describe('redactions', () => {
  it('are the values in use that are long enough to be told from words', () => {
    writeFileSync(file, 'value-to-hide\n');
    writeFileSync(join(dir, 'unused'), 'not in use');
    expect(redactions(model({ file }))).toEqual(['value-to-hide']);
    writeFileSync(file, 'short');
    expect(redactions(model({ file }))).toEqual([]);
  });

  it('know what stands inside a template', async () => {
    const definition = { file, 'x-sutazai': { generate: { template: 'redis://:{secret}@cache\n' } } };
    await ensureSecrets(model(definition), { generate: true });
    const [whole, value] = redactions(model(definition));
    expect(value).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(whole).toBe(`redis://:${value}@cache`);
  });

  it('do not fall over what cannot be read', () => {
    expect(redactions(model({ file: join(dir, 'gone') }))).toEqual([]);
    expect(redactions(model({ file: dir }))).toEqual([]);
    expect(redactions(model({ environment: 'DB' }))).toEqual([]);
  });
});

describe('secrets made of others', () => {
  const secrets = (template: string) => ({
    key: { file: join(dir, 'key'), ...may },
    config: { file, 'x-sutazai': { generate: { template } } },
  });
  const made = (template: string) =>
    exampleModel({ app: { image: 'app:1', secrets: [{ source: 'config' }] } }, { secrets: secrets(template) as never });

  it('take up the value or its hash, wherever they stand in the file', async () => {
    const model = made('a={secret:key} b={sha256:key} c={secret}');
    expect(await ensureSecrets(model, { generate: true })).toMatchObject({ generated: ['key', 'config'] });
    const key = readFileSync(join(dir, 'key'), 'utf8');
    const hash = createHash('sha256').update(key).digest('hex');
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^a=${key} b=${hash} c=[A-Za-z0-9]{32}$`));
  });

  it('with nothing of their own are made anew when the other has changed, and only then', async () => {
    const model = made('key: {secret:key}');
    await ensureSecrets(model, { generate: true });
    const { ino } = statSync(file);
    expect(await ensureSecrets(model, { generate: true })).toMatchObject({ generated: [], findings: [] });
    expect(statSync(file).ino).toBe(ino);
    writeFileSync(join(dir, 'key'), 'another value of mine\n');
    await ensureSecrets(model, { generate: false });
    expect(statSync(file).ino).toBe(ino);
    await ensureSecrets(model, { generate: false, refresh: true });
    expect(readFileSync(file, 'utf8')).toBe('key: another value of mine');
  });

  it('are not made where the other is refused; the fault is told once, with the service that needs it', async () => {
    writeFileSync(join(dir, 'key'), 'changeme');
    const { findings } = await ensureSecrets(made('key: {secret:key}'), { generate: true });
    expect(findings.map((f) => f.diagnosis)).toEqual([
      expect.objectContaining({ code: 'SECRET_DEFAULT', service: 'app' }),
    ]);
    expect(existsSync(file)).toBe(false);
  });

  it('that name each other in a circle are told as missing, and not made', async () => {
    const definition = { file, 'x-sutazai': { generate: { template: '{secret:db-password}' } } };
    expect(await look(definition, true)).toMatchObject({ generated: [], codes: ['error SECRET_MISSING'] });
    expect(existsSync(file)).toBe(false);
  });
});

describe('a secret that locks data', () => {
  const locking = { 'x-sutazai': { generate: { stored_in: 'data' } } };
  it('is made while there is none, and not made anew over what it locks', async () => {
    const options = { generate: true, hasVolume: async (key: string) => key === 'data' };
    const { findings, generated } = await ensureSecrets(model({ file, ...locking }), options);
    expect(generated).toEqual([]);
    expect(findings[0]?.diagnosis).toMatchObject({ code: 'SECRET_LOST', title: expect.stringContaining('data') });
    expect(existsSync(file)).toBe(false);
    expect(await look({ file, ...locking }, true)).toMatchObject({ generated: ['db-password'], codes: [] });
  });
});
