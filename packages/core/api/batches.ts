/**
 * Values in batches of another size: at most `most` at a time, and none waits longer than `wait` milliseconds. Without a consumer that keeps
 * up, the source is held back once two batches wait: nothing piles up.
 */
export async function* batches<T>(
  source: AsyncIterable<readonly T[]>,
  { most, wait }: { most: number; wait: number },
): AsyncIterable<T[]> {
  const iterator = source[Symbol.asyncIterator]();
  const waiting: T[] = [];
  let end: { error?: unknown } | undefined;
  const grown = new Bell();
  const shrunk = new Bell();
  const pump = async () => {
    try {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) break;
        const first = waiting.length === 0;
        for (const one of value) waiting.push(one);
        if (first || waiting.length >= most) grown.ring();
        while (waiting.length >= 2 * most) await shrunk.heard();
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    grown.ring();
  };
  void pump();
  try {
    for (;;) {
      while (waiting.length === 0 && !end) await grown.heard();
      if (waiting.length < most && !end) await gather(grown, wait, () => waiting.length >= most || end !== undefined);
      if (waiting.length > 0) {
        const batch = waiting.splice(0, most);
        shrunk.ring();
        yield batch;
      } else if (end) {
        if ('error' in end) throw end.error;
        return;
      }
    }
  } finally {
    // A source that waits for its next value ends by its own signal; nobody waits for it here.
    void iterator.return?.().catch(() => undefined);
  }
}

/** Until there is enough, or the time is up. */
async function gather(bell: Bell, wait: number, enough: () => boolean): Promise<void> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    bell.ring();
  }, wait);
  while (!late && !enough()) await bell.heard();
  clearTimeout(timer);
}

/** Wakes the one who waits. */
class Bell {
  private wake: (() => void) | undefined;

  ring(): void {
    this.wake?.();
    this.wake = undefined;
  }

  heard(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
