import type { Cache } from './cache.ts';

/** The cache of a single process; bounded, the oldest entries go first. */
export function openMemoryCache(now: () => number = Date.now, limit = 50_000): Cache {
  const entries = new Map<string, { value: string; until: number }>();
  const read = (key: string) => {
    const entry = entries.get(key);
    if (entry && entry.until > now()) return entry;
    entries.delete(key);
    return undefined;
  };
  const write = (key: string, value: string, until: number) => {
    entries.delete(key);
    entries.set(key, { value, until });
    if (entries.size > limit) for (const oldest of entries.keys()) return void entries.delete(oldest);
  };
  return {
    get: async (key) => read(key)?.value,
    set: async (key, value, ttl) => write(key, value, now() + ttl * 1000),
    delete: async (key) => void entries.delete(key),
    async count(key, ttl) {
      const before = read(key);
      const until = before?.until ?? now() + ttl * 1000;
      const count = Number(before?.value ?? 0) + 1;
      write(key, String(count), until);
      return { count, resetsIn: Math.ceil((until - now()) / 1000) };
    },
    check: async () => 'in this process',
    close: async () => entries.clear(),
  };
}
