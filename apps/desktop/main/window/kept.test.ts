import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KeptFile, smallest, usableBounds } from './kept.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'sutazai-kept-')), 'window.json');
const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const bounds = { x: 100, y: 80, width: 1200, height: 800 };

it('comes back as it was kept, readable by its owner only', () => {
  const path = file();
  new KeptFile(path).keep({ bounds, theme: 'dark' });
  new KeptFile(path).keep({ maximized: true });
  expect(new KeptFile(path).values).toEqual({ bounds, theme: 'dark', maximized: true });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.each(['', '{', '[]', '{"bounds":{"x":"a"}}', '{"bounds":{"x":0,"y":0,"width":-5,"height":2}}', '{"theme":"pink"}'])(
  'a damaged file counts as none: %s',
  (text) => {
    const path = file();
    writeFileSync(path, text);
    expect(new KeptFile(path).values).toEqual({});
  },
);

it('a folder that cannot be written loses comfort, nothing else', () => {
  const kept = new KeptFile('/proc/none/window.json');
  kept.keep({ theme: 'light' });
  expect(kept.values.theme).toBe('light');
  expect(() => readFileSync('/proc/none/window.json')).toThrow();
});

it('bounds count while the title bar can be reached', () => {
  expect(usableBounds(bounds, [screen])).toEqual(bounds);
  const second = { ...bounds, x: 2000 };
  expect(usableBounds(second, [screen, { ...screen, x: 1920 }])).toEqual(second);
  expect(usableBounds(second, [screen])).toEqual({ width: 1200, height: 800 });
  expect(usableBounds({ ...bounds, y: -400 }, [screen])).toEqual({ width: 1200, height: 800 });
  expect(usableBounds({ ...bounds, width: 10, height: 10 }, [screen])).toMatchObject(smallest);
  expect(usableBounds(undefined, [screen])).not.toHaveProperty('x');
});
