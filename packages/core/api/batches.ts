/**
 * Values in batches: at most `most` at a time, and none waits longer than `wait` milliseconds. Without a consumer that keeps
 * up, the source is held back once a batch is full: nothing piles up.
 */
export async function* batches<T>(
  source: AsyncIterable<T>,
  { most, wait }: { most: number; wait: number },
): AsyncIterable<T[]> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  // What fails while nobody waits for it is thrown at the next wait.
  next.catch(() => undefined);
  try {
    for (;;) {
      const first = await next;
      if (first.done) return;
      const batch = [first.value];
      next = iterator.next();
      next.catch(() => undefined);
      const until = performance.now() + wait;
      while (batch.length < most) {
        const more = await Promise.race([next.catch(() => undefined), after(until - performance.now())]);
        if (!more || more.done) break;
        batch.push(more.value);
        next = iterator.next();
        next.catch(() => undefined);
      }
      yield batch;
    }
  } finally {
    await iterator.return?.();
  }
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), Math.max(0, ms)).unref();
  });
}
