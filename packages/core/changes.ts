/**
 * Tells that something may have changed to those who follow it. Nothing is polled: they look again, and however many changes come
 * while one of them is busy, it looks once.
 */
export class Changes {
  readonly #followers = new Set<() => void>();

  /** Something may be other than it was. */
  tell(): void {
    for (const look of this.#followers) look();
  }

  /** What `look` finds now, and again after each change, until the signal. A failure of `look` ends it, except by the signal. */
  async *follow<T>(look: (signal: AbortSignal) => Promise<T> | T, signal: AbortSignal): AsyncGenerator<T, void> {
    let changed = true;
    let wake: () => void = () => undefined;
    const told = () => {
      changed = true;
      wake();
    };
    this.#followers.add(told);
    signal.addEventListener('abort', told, { once: true });
    try {
      while (!signal.aborted) {
        if (!changed) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        changed = false;
        const found = await look(signal);
        if (!signal.aborted) yield found;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#followers.delete(told);
      signal.removeEventListener('abort', told);
    }
  }
}
