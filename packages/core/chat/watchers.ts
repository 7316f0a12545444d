import type { ChatEvent, Conversation } from '../contract/index.ts';
import { Feed } from './feed.ts';

/** Who looks at which conversation, and who at the list of them. */
export class Watchers {
  readonly #feeds = new Map<string, Set<Feed>>();
  readonly #lists = new Set<() => void>();

  /** `now` is asked at the moment from which on events are told: nothing falls between. */
  async *conversation(id: string, now: () => ChatEvent, signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    const feed = new Feed();
    const feeds = this.#feeds.get(id) ?? new Set();
    this.#feeds.set(id, feeds.add(feed));
    try {
      feed.push(now());
      yield* feed.read(signal);
    } finally {
      feeds.delete(feed);
      if (feeds.size === 0) this.#feeds.delete(id);
    }
  }

  async *list(now: () => Conversation[], signal: AbortSignal): AsyncGenerator<Conversation[], void> {
    let dirty = true;
    let wake: () => void = () => undefined;
    const listener = () => {
      dirty = true;
      wake();
    };
    this.#lists.add(listener);
    signal.addEventListener('abort', listener, { once: true });
    try {
      while (!signal.aborted) {
        if (dirty) {
          dirty = false;
          yield now();
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.#lists.delete(listener);
      signal.removeEventListener('abort', listener);
    }
  }

  tell(conversation: string, event: ChatEvent): void {
    for (const feed of this.#feeds.get(conversation) ?? []) feed.push(event);
  }

  listChanged(): void {
    for (const listener of this.#lists) listener();
  }
}
