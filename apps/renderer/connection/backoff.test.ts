import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';

it('doubles from a quarter of a second, and stays at eight', () => {
  expect([0, 1, 2, 3, 4, 6, 9, 100].map(backoff)).toEqual([250, 250, 500, 1000, 2000, 8000, 8000, 8000]);
});
