// Our `config` beside docker compose's, on a corpus written for the purpose (tests/parity/corpus, one folder a case).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComposeError, loadProject, renderConfig } from '@sutazai/core/compose';
import { describe, expect, it } from 'vitest';
import { composePath, engine28, labAvailable, run } from '../lab/lab.ts';

interface Case {
  project?: string;
  files?: string[];
  profiles?: string[];
  envFiles?: string[];
  env?: Record<string, string>;
}

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
const cases = (name: string) => readdirSync(folder(name)).sort();
const read = <T>(file: string): T | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
const home = '/nonexistent';

function theirs(dir: string, c: Case) {
  const args = [
    ...(c.project ? ['-p', c.project] : []),
    ...(c.files ?? []).flatMap((f) => ['-f', f]),
    ...(c.profiles ?? []).flatMap((p) => ['--profile', p]),
    ...(c.envFiles ?? []).flatMap((f) => ['--env-file', f]),
    'config',
    '--format',
    'json',
  ];
  const none = Object.fromEntries(Object.keys(process.env).map((key) => [key, undefined]));
  const env = { ...none, PATH: process.env.PATH, HOME: home, DOCKER_HOST: engine28().dockerHost, ...c.env };
  return run(composePath(), args, { cwd: dir, env });
}

function ours(dir: string, c: Case) {
  return loadProject({
    cwd: dir,
    environment: { PATH: process.env.PATH, HOME: home, ...c.env },
    ...(c.project ? { projectName: c.project } : {}),
    ...(c.files ? { files: c.files } : {}),
    ...(c.profiles ? { profiles: c.profiles } : {}),
    ...(c.envFiles ? { envFiles: c.envFiles } : {}),
  });
}

/** Places where we differ on purpose, each with its reason; asserted to be really there. */
const differences = read<Record<string, { reason: string; paths: string[] }>>(folder('differences.json')) ?? {};

const available = labAvailable();

describe.skipIf(!available.ok)('config equals docker compose config', () => {
  it('has at least 40 cases', () => expect(cases('corpus').length).toBeGreaterThanOrEqual(40));

  it.concurrent.each(cases('corpus'))('%s', async (name) => {
    const dir = join(folder('corpus'), name);
    const c = read<Case>(join(dir, 'case.json')) ?? {};
    const real = await theirs(dir, c);
    expect(real.code, real.stderr).toBe(0);
    const expected = JSON.parse(real.stdout) as Record<string, unknown>;
    const actual = JSON.parse(JSON.stringify(renderConfig(await ours(dir, c)))) as Record<string, unknown>;
    for (const path of differences[name]?.paths ?? []) {
      expect(at(actual, path), `${path} is listed as a difference and is none`).not.toEqual(at(expected, path));
      drop(actual, path);
      drop(expected, path);
    }
    expect(actual).toEqual(expected);
  });
});

describe.skipIf(!available.ok)('broken files are refused, with their place', () => {
  it('has at least 20 cases', () => expect(cases('invalid').length).toBeGreaterThanOrEqual(20));

  it.concurrent.each(cases('invalid'))('%s', async (name) => {
    const dir = join(folder('invalid'), name);
    const expected = read<{ code: string; line?: number; key?: string; file?: string; composeAccepts?: boolean }>(
      join(dir, 'expect.json'),
    );
    const { composeAccepts = false, file, ...fields } = expected ?? { code: 'missing expect.json' };
    const real = await theirs(dir, {});
    expect(real.code === 0, `docker compose: ${real.stderr}`).toBe(composeAccepts);
    const error = await ours(dir, {}).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ComposeError);
    expect(error).toMatchObject({ ...fields, ...(file ? { file: join(dir, file) } : {}) });
    expect((error as Error).message).not.toMatch(/undefined undefined|\[object|TypeError/);
  });
});

function keys(path: string): string[] {
  return path.split('/');
}
function at(tree: unknown, path: string): unknown {
  return keys(path).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], tree);
}
function drop(tree: Record<string, unknown>, path: string): void {
  const all = keys(path);
  const parent = at(tree, all.slice(0, -1).join('/')) as Record<string, unknown> | undefined;
  const holder = all.length === 1 ? tree : parent;
  if (holder) delete holder[all.at(-1) ?? ''];
}
