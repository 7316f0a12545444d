/**
 * One value that changes, for any number of listeners: each gets what it is now, then the newest whenever it asks again.
 * What was overtaken before a listener asked is not told, so a slow one holds nobody up.
 */
export class Latest<T> {
  private version = 0;
  private value: T | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(first?: T) {
    if (first !== undefined) this.set(first);
  }

  get current(): T | undefined {
    return this.value;
  }

  set(value: T): void {
    this.value = value;
    this.version += 1;
    for (const wake of [...this.waiting]) wake();
  }

  /** Ends with the signal. */
  async *watch(signal: AbortSignal): AsyncIterable<T> {
    let seen = 0;
    while (!signal.aborted) {
      if (this.version === seen) {
        await this.change(signal);
        continue;
      }
      seen = this.version;
      yield this.value as T;
    }
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
