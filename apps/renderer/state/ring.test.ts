import { expect, it } from 'vitest';
import { Ring } from './ring.ts';

it('keeps the last values in order, with gaps', () => {
  const ring = new Ring(3);
  expect(ring.last).toBeUndefined();
  for (const v of [1, 2, Number.NaN, 4]) ring.push(v);
  expect(ring.values()).toEqual([2, null, 4]);
  expect(ring.last).toBe(4);
  expect(ring.length).toBe(3);
});
