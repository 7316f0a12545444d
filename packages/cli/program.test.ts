import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './program.ts';
import { version } from './version.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  const take = (text: unknown) => {
    printed += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(take);
  vi.spyOn(process.stderr, 'write').mockImplementation(take);
});
afterEach(() => vi.restoreAllMocks());

const folder = (yaml: string) => {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-cli-'));
  writeFileSync(join(dir, 'compose.yaml'), yaml);
  return join(dir, 'compose.yaml');
};

describe('wrong usage is told in words, with exit code 2', () => {
  it.each([
    [['upp'], 'unknown command'],
    [['up', '--nope'], 'unknown option'],
    [['-f'], 'argument missing'],
    [['exec', 'web'], 'missing required argument'],
    [['config', '--format', 'toml'], 'Allowed choices'],
  ])('%j', async (argv, words) => {
    expect(await runCli(argv)).toBe(2);
    expect(printed).toContain(words);
    expect(printed).not.toMatch(/\n\s+at /);
  });

  it('suggests the nearest command', async () => {
    await runCli(['statsu']);
    expect(printed).toContain('status');
  });

  it('gives the error as a document under --json', async () => {
    expect(await runCli(['--json', 'upp'])).toBe(2);
    expect(JSON.parse(printed.trim())).toMatchObject({ error: { code: 'USAGE' }, exitCode: 2 });
  });
});

describe('config', () => {
  it('prints the project, takes options before and after the command', async () => {
    const file = folder('name: shop\nservices: {web: {image: "nginx:1"}}\n');
    expect(await runCli(['-f', file, 'config', '--json'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ name: 'shop', services: { web: { image: 'nginx:1' } } });
    printed = '';
    expect(await runCli(['config', '--services', '-f', file])).toBe(0);
    expect(printed).toBe('web\n');
  });

  it('names file, line and the right word for a mistake', async () => {
    const file = folder('services:\n  web:\n    image: x\n    enviroment: {}\n');
    expect(await runCli(['config', '-f', file])).toBe(2);
    expect(printed).toContain('compose.yaml:4');
    expect(printed).toContain('environment');
  });

  it('says what is missing when there is no such file', async () => {
    expect(await runCli(['config', '-f', '/nonexistent/compose.yaml'])).toBe(2);
    expect(printed).toContain('/nonexistent/compose.yaml');
    expect(printed).not.toMatch(/\n\s+at /);
  });
});

it('an engine that is not there is exit code 3, whatever the command', async () => {
  const file = folder('services: {web: {image: "nginx:1"}}\n');
  const state = mkdtempSync(join(tmpdir(), 'sutazai-state-'));
  for (const command of ['up', 'down', 'status', 'logs', 'plan', 'doctor']) {
    const argv = ['-f', file, '--state-dir', state, '--host', 'unix:///nonexistent.sock', command];
    expect(await runCli(argv), command).toBe(3);
  }
});

it('says its version', async () => {
  const own = JSON.parse(readFileSync(fileURLToPath(new URL('./package.json', import.meta.url)), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(own.version);
});
