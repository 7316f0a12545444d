import { describe, expect, it } from 'vitest';
import { Deferred } from './deferred.ts';
import { limiter } from './limiter.ts';

describe('limiter', () => {
  it('never runs more tasks than it has slots', async () => {
    const run = limiter(3);
    let active = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        run(async () => {
          active += 1;
          most = Math.max(most, active);
          await new Promise((r) => setImmediate(r));
          active -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
  });

  it('takes the highest priority first, and equal ones in order', async () => {
    const run = limiter(1);
    const gate = new Deferred<void>();
    const order: string[] = [];
    const tasks = [run(() => gate.promise)];
    for (const [name, priority] of [
      ['low', 0],
      ['high', 5],
      ['high too', 5],
      ['middle', 2],
    ] as const) {
      tasks.push(
        run(async () => {
          order.push(name);
        }, priority),
      );
    }
    gate.resolve();
    await Promise.all(tasks);
    expect(order).toEqual(['high', 'high too', 'middle', 'low']);
  });

  it('gives the slot back after a failure', async () => {
    const run = limiter(1);
    await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
