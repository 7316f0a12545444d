import { expect, it } from 'vitest';
import { Ring } from './ring.ts';

it('keeps the last values in order, with gaps', () => {
  const ring = new Ring(3);
  expect(ring.last).toBeUndefined();
  ring.push(1);
  expect([...ring.values()]).toEqual([1]);
  for (const v of [2, Number.NaN, 4]) ring.push(v);
  expect([...ring.values()]).toEqual([2, Number.NaN, 4]);
  expect(ring.last).toBe(4);
  expect(ring.length).toBe(3);
});
