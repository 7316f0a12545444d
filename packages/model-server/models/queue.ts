import { busy, gone } from '../failures.ts';

/** One at a time, in the order of asking; who goes away while waiting gives up the place. */
export class Queue {
  #busy = false;
  readonly #waiting: { start: () => void; signal: AbortSignal }[] = [];

  constructor(private readonly most: number) {}

  get idle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  /** @throws ModelServerError 503 too many wait, 499 gone while waiting */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#busy = false;
      this.#waiting.shift()?.start();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(gone());
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve();
    }
    if (this.#waiting.length >= this.most) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(gone());
      };
      const entry = {
        signal,
        start: () => {
          signal.removeEventListener('abort', leave);
          this.#busy = true;
          resolve();
        },
      };
      this.#waiting.push(entry);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
