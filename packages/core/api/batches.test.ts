import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { batches } from './batches.ts';

async function* numbers(count: number, every = 0) {
  for (let n = 0; n < count; n++) {
    if (every > 0) await pause(every);
    yield [n];
  }
}
async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of source) list.push(value);
  return list;
}

it('gathers what comes quickly, up to the limit, in order', async () => {
  const result = await all(batches(numbers(2500), { most: 1000, wait: 50 }));
  expect(result.map((b) => b.length)).toEqual([1000, 1000, 500]);
  expect(result.flat()).toEqual(Array.from({ length: 2500 }, (_, n) => n));
});

it('cuts what came in one piece', async () => {
  async function* piece() {
    yield Array.from({ length: 25 }, (_, n) => n);
  }
  expect((await all(batches(piece(), { most: 10, wait: 50 }))).map((b) => b.length)).toEqual([10, 10, 5]);
});

it('does not keep a lone value waiting', async () => {
  const begun = performance.now();
  const iterator = batches(numbers(2, 400), { most: 1000, wait: 50 })[Symbol.asyncIterator]();
  expect((await iterator.next()).value).toEqual([0]);
  expect(performance.now() - begun).toBeLessThan(700);
  expect((await iterator.next()).value).toEqual([1]);
  expect((await iterator.next()).done).toBe(true);
});

it('passes on what the source throws, after what it gave, and ends the source when it is left', async () => {
  let ended = false;
  async function* broken() {
    try {
      yield [1];
      throw new Error('broken');
    } finally {
      ended = true;
    }
  }
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const batch of batches(broken(), { most: 10, wait: 5 })) seen.push(...batch);
    })(),
  ).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
  expect(ended).toBe(true);
});
