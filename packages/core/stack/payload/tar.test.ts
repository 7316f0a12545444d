import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tarOf } from './tar.ts';

const upload = (path: string, content: string) => ({ path, content, uid: 5, gid: 6, mode: 0o440 });

test('an archive that tar itself reads', () => {
  const long = `/etc/${'long/'.repeat(30)}file`;
  const tar = tarOf([upload('/run/secrets/a', 'größe'), upload(long, 'x'.repeat(512)), upload('/empty', '')]);
  expect(tar.length % 512).toBe(0);
  const listed = execFileSync('tar', ['-tvf', '-', '--numeric-owner'], { input: tar }).toString().trim().split('\n');
  expect(listed.map((line) => line.replace(/\d{4}-.*\d\d:\d\d /, '').replace(/ +/g, ' '))).toEqual([
    '-r--r----- 5/6 7 run/secrets/a',
    `-r--r----- 5/6 512 ${long.slice(1)}`,
    '-r--r----- 5/6 0 empty',
  ]);
  expect(execFileSync('tar', ['-xOf', '-', 'run/secrets/a'], { input: tar }).toString()).toBe('größe');
});

test('a path that does not fit is refused', () => {
  expect(() => tarOf([upload(`/${'x'.repeat(101)}`, '')])).toThrow(RangeError);
});
