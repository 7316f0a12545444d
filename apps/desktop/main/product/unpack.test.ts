import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unpackProduct } from './unpack.ts';

function build(id: string, files: Record<string, string>) {
  const packaged = mkdtempSync(join(tmpdir(), 'sutazai-packaged-'));
  mkdirSync(join(packaged, 'resources'));
  writeFileSync(join(packaged, 'product.id'), id);
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(packaged, 'resources', name), text, { mode: 0o755 });
  return packaged;
}

it('copies once, and again only for another build, whose files replace all of the old', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'sutazai-state-')), 'sutazai');
  const first = build('1', { 'a.sh': 'one', 'gone.sh': 'x' });
  const place = await unpackProduct(first, state);
  expect(place).toBe(join(state, 'product'));
  expect(statSync(join(place, 'resources', 'a.sh')).mode & 0o777).toBe(0o755);

  writeFileSync(join(place, 'resources', 'a.sh'), 'changed since');
  await unpackProduct(first, state);
  expect(readFileSync(join(place, 'resources', 'a.sh'), 'utf8')).toBe('changed since');

  await unpackProduct(build('2', { 'a.sh': 'two' }), state);
  expect(readFileSync(join(place, 'resources', 'a.sh'), 'utf8')).toBe('two');
  expect(existsSync(join(place, 'resources', 'gone.sh'))).toBe(false);
  expect(existsSync(`${place}.new`) || existsSync(`${place}.old`)).toBe(false);
});

it('one that was cut off is done anew', async () => {
  const state = mkdtempSync(join(tmpdir(), 'sutazai-state-'));
  mkdirSync(join(state, 'product.new', 'resources'), { recursive: true });
  writeFileSync(join(state, 'product.new', 'resources', 'half'), '');
  const place = await unpackProduct(build('1', { a: 'one' }), state);
  expect(existsSync(join(place, 'resources', 'half'))).toBe(false);
});
