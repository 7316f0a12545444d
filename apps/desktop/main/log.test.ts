import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openLog } from './log.ts';

const folderOf = () => mkdtempSync(join(tmpdir(), 'sutazai-log-'));
const textIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');

it('no secret is written, wherever in a line it stands', () => {
  const folder = folderOf();
  const log = openLog(folder, false);
  log.info('postgres://app:hunter2hunter2@127.0.0.1:10000/app');
  log.warn('Authorization: Bearer abcdefghijklmnop1234');
  log.error('The host failed.', new Error('password=tr0ub4dor3 was refused'));
  const text = textIn(folder);
  expect(text).toContain('The host failed.');
  for (const secret of ['hunter2hunter2', 'abcdefghijklmnop1234', 'tr0ub4dor3']) expect(text).not.toContain(secret);
});

it('a defect has its stack here, and lines their time and weight', () => {
  const folder = folderOf();
  openLog(folder, false).error('It broke.', new Error('why'));
  expect(textIn(folder)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z? error It broke\. Error: why\n {4}at /);
});

it('past two megabytes a new file is begun; one old one is kept; both are the user alone to read', () => {
  const folder = folderOf();
  const log = openLog(folder, false);
  const line = 'x'.repeat(64 * 1024);
  for (let i = 0; i < 100; i += 1) log.info(line);
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)));
  expect(sizes.length).toBe(2);
  for (const { size, mode } of sizes) {
    expect(size).toBeLessThan(2.2 * 1024 * 1024);
    expect(mode & 0o777).toBe(0o600);
  }
});

it('nothing goes to the console of a built app', () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  const log = openLog(folderOf(), false);
  log.info('a');
  log.error('b');
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});
