import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { link } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { putNew, setMode } from './put-new.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-put-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const refusing = (code: string) => {
  const refuse = () => Promise.reject(Object.assign(new Error(`${code}: not here`), { code }));
  return { link: refuse as typeof link, chmod: refuse };
};
const file = () => join(dir, 'db');
function draft(text: string): string {
  const path = join(dir, `draft-${text}`);
  writeFileSync(path, text, { mode: 0o640 });
  return path;
}

describe('on a file system without hard links', () => {
  test.each(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])(
    'that says %s, the file is put in its place',
    async (code) => {
      expect(await putNew(draft('a'), file(), refusing(code))).toBe(true);
      expect(readFileSync(file(), 'utf8')).toBe('a');
      expect(statSync(file()).mode & 0o777).toBe(0o640);
    },
  );

  it('nothing is ever written over', async () => {
    writeFileSync(file(), 'first');
    expect(await putNew(draft('second'), file(), refusing('EPERM'))).toBe(false);
    expect(readFileSync(file(), 'utf8')).toBe('first');
  });

  it('exactly one of many at once wins, and the others see its text', async () => {
    const seen = await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        const won = await putNew(draft(`text-${i}`), file(), refusing('EPERM'));
        return { won, text: readFileSync(file(), 'utf8'), i };
      }),
    );
    const winner = seen.filter((s) => s.won);
    expect(winner).toHaveLength(1);
    expect(new Set(seen.map((s) => s.text))).toEqual(new Set([`text-${winner[0]?.i}`]));
  });

  it('no empty file stays behind where the draft cannot be moved', async () => {
    await expect(putNew(join(dir, 'no-such-draft'), file(), refusing('EPERM'))).rejects.toThrow('ENOENT');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('a mode that cannot be set is no failure', async () => {
    await expect(setMode(draft('a'), 0o600, refusing('EPERM'))).resolves.toBeUndefined();
  });
});

it('any other refusal is told', async () => {
  await expect(putNew(draft('a'), file(), refusing('ENOSPC'))).rejects.toThrow('ENOSPC');
  await expect(setMode(draft('a'), 0o600, refusing('EIO'))).rejects.toThrow('EIO');
  expect(readdirSync(dir)).toEqual(['draft-a']);
});
