import { describe, expect, it } from 'vitest';
import { Queue } from './queue.ts';

const never = new AbortController().signal;
const later = () => {
  let done: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
};

describe('the queue', () => {
  it('lets in one at a time, in order', async () => {
    const queue = new Queue(10);
    const order: string[] = [];
    const gate = later();
    const first = queue.take(never, async () => {
      order.push('a begins');
      await gate.promise;
      order.push('a ends');
    });
    const others = ['b', 'c'].map((name) => queue.take(never, async () => void order.push(name)));
    gate.done();
    await Promise.all([first, ...others]);
    expect(order).toEqual(['a begins', 'a ends', 'b', 'c']);
    expect(queue.idle).toBe(true);
  });

  it('goes on after work that failed', async () => {
    const queue = new Queue(10);
    await expect(queue.take(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.take(never, async () => 1)).toBe(1);
  });

  it('refuses more than may wait, and who leaves makes room', async () => {
    const queue = new Queue(1);
    const gate = later();
    const first = queue.take(never, () => gate.promise);
    const leaving = new AbortController();
    const waiting = queue.take(leaving.signal, async () => 2);
    await expect(queue.take(never, async () => 3)).rejects.toMatchObject({ status: 503 });
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ status: 499 });
    const next = queue.take(never, async () => 4);
    gate.done();
    await first;
    expect(await next).toBe(4);
  });
});
