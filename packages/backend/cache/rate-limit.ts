import { Problem } from '@sutazai/service-kit';
import type { Cache } from './cache.ts';
import { openMemoryCache } from './memory.ts';

/**
 * At most `limit` calls per `window` seconds and key. While the shared cache is away each process counts for itself: a
 * limit that stopped counting would be no limit.
 */
export class RateLimit {
  readonly #own = openMemoryCache();

  constructor(
    private readonly cache: Cache,
    private readonly name: string,
    private readonly limit: number,
    private readonly window: number,
  ) {}

  /** @throws Problem 429 with Retry-After */
  async take(key: string): Promise<void> {
    const name = `limit:${this.name}:${key}`;
    const taken = await this.cache.count(name, this.window).catch(() => this.#own.count(name, this.window));
    if (taken.count <= this.limit) return;
    throw new Problem(
      429,
      'RATE_LIMITED',
      `Too many attempts; at most ${this.limit} in ${this.window} seconds.`,
      `Wait ${taken.resetsIn} seconds and try again.`,
      { retryAfter: taken.resetsIn },
    );
  }

  async clear(key: string): Promise<void> {
    const name = `limit:${this.name}:${key}`;
    await Promise.all([this.cache.delete(name).catch(() => undefined), this.#own.delete(name)]);
  }
}
