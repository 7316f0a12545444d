import type { ChatEvent } from '../contract/index.ts';

/**
 * Milliseconds between two deliveries of mere text: a page draws no more often, and a message per token costs more than
 * the token. The first word, and everything that is not text, goes at once.
 */
const pace = 20;

/** One watcher's queue. It cannot grow past what there is to tell: text that waits is put together. */
export class Feed {
  readonly #queue: ChatEvent[] = [];
  #wake: () => void = () => undefined;
  #hurry: () => void = () => undefined;

  push(event: ChatEvent): void {
    const last = this.#queue.at(-1);
    if (event.type === 'text' && last?.type === 'text' && last.message === event.message) last.text += event.text;
    else if (event.type === 'detail' && last?.type === 'detail' && last.message === event.message)
      this.#queue[this.#queue.length - 1] = event;
    // A copy: the queued one is grown in place.
    else this.#queue.push({ ...event });
    this.#wake();
    if (event.type !== 'text') this.#hurry();
  }

  async *read(signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    const end = () => {
      this.#wake();
      this.#hurry();
    };
    signal.addEventListener('abort', end, { once: true });
    try {
      while (!signal.aborted) {
        if (this.#queue.length === 0) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        // What is told in one turn goes out together, and after what the turn itself sends: the question to the agent.
        await new Promise((resolve) => setImmediate(resolve));
        const batch = this.#queue.splice(0);
        for (const event of batch) {
          yield event;
          if (event.type === 'gone') return;
        }
        if (batch.every((e) => e.type === 'text')) await this.#pause();
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  #pause(): Promise<void> {
    if (this.#queue.some((e) => e.type !== 'text')) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pace);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
