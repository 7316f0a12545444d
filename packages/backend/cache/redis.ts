import { createClient } from '@redis/client';
import { ConnectionFailure } from '@sutazai/service-kit';
import type { Cache } from './cache.ts';

export interface RedisOptions {
  url: string;
  user: string;
  password: string;
  log?: (message: string) => void;
}

/** Milliseconds. */
const silence = 5_000;

/** Redis. Reconnects by itself; while it is away every call fails at once and does not queue. */
export function openRedis(options: RedisOptions): Cache {
  const client = createClient({
    url: options.url,
    username: options.user,
    password: options.password,
    disableOfflineQueue: true,
    socket: { connectTimeout: 3_000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 5_000) },
    commandOptions: { timeout: 1_000 },
  });
  let told = false;
  client.on('error', (error: Error) => {
    if (!told) options.log?.(`redis: ${error.message}`);
    told = true;
  });
  client.on('ready', () => {
    told = false;
  });
  client.connect().catch(() => undefined);

  // A server that is frozen keeps its connection: after one that was waited for in vain, nobody waits for a while.
  let silentUntil = 0;
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    if (!client.isReady) throw new ConnectionFailure('not connected');
    if (Date.now() < silentUntil) throw new ConnectionFailure('no answer');
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && /timed? ?out/i.test(`${error.name} ${error.message}`))
        silentUntil = Date.now() + silence;
      if (
        client.isReady &&
        !(error instanceof Error && /timed? ?out|clos|socket|offline/i.test(`${error.name} ${error.message}`))
      )
        throw error;
      throw new ConnectionFailure(error instanceof Error ? error.message : 'connection lost', { cause: error });
    }
  }

  return {
    get: (key) => ask(async () => (await client.get(key)) ?? undefined),
    set: (key, value, ttl) =>
      ask(async () => void (await client.set(key, value, { expiration: { type: 'EX', value: ttl } }))),
    delete: (key) => ask(async () => void (await client.del(key))),
    count: (key, ttl) =>
      ask(async () => {
        // The expiry is set with the first count only: later ones do not push the window on.
        const [count, , left] = await client.multi().incr(key).expire(key, ttl, 'NX').ttl(key).exec();
        return { count: Number(count), resetsIn: Math.max(1, Number(left)) };
      }),
    check: () =>
      ask(async () => {
        const info = await client.info('server');
        return `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? ''}`;
      }),
    async close() {
      if (client.isOpen) client.destroy();
    },
  };
}
