import { expect, it } from 'vitest';
import { keepAlive } from './keep-alive.ts';

it.each([
  [undefined, 7],
  ['', 7],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  [10, 10_000],
  ['10', 10_000],
  [0, 0],
  [-1, Number.POSITIVE_INFINITY],
  ['-1m', Number.POSITIVE_INFINITY],
  ['soon', 7],
])('keep_alive %s', (value, ms) => expect(keepAlive(value, 7)).toBe(ms));
