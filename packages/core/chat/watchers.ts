import { Changes } from '../changes.ts';
import type { ChatEvent, Conversation } from '../contract/index.ts';
import { Feed } from './feed.ts';

/** Who looks at which conversation, and who at the list of them. */
export class Watchers {
  readonly #feeds = new Map<string, Set<Feed>>();
  readonly #lists = new Changes();

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

  list(now: () => Conversation[], signal: AbortSignal): AsyncGenerator<Conversation[], void> {
    return this.#lists.follow(now, signal);
  }

  tell(conversation: string, event: ChatEvent): void {
    for (const feed of this.#feeds.get(conversation) ?? []) feed.push(event);
  }

  listChanged(): void {
    this.#lists.tell();
  }
}
