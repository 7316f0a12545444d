/**
 * A queue that is written by many and read by one as an async iterable. The reader may be slower than the writers:
 * nothing is lost and nobody waits (the number of events of one operation is bounded by its work).
 */
export class EventStream<T> implements AsyncIterable<T> {
  private readonly queue: T[] = [];
  private wake: (() => void) | undefined;
  private ended = false;
  private error: unknown;

  push(value: T): void {
    if (this.ended) return;
    this.queue.push(value);
    this.wake?.();
  }

  /** No more values; with an error, the reader throws it after the queued values. */
  end(error?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    this.wake?.();
  }

  /** Drops what is queued: for a reader that answers several values with one act. */
  drain(): void {
    this.queue.length = 0;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (;;) {
      const value = this.queue.shift();
      if (value !== undefined) {
        yield value;
        continue;
      }
      if (this.ended) {
        if (this.error !== undefined) throw this.error;
        return;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
  }
}
