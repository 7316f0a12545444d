/** Short-lived knowledge that several processes share: counters, marks, messages. Losing it must never lose a user's data. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  /** `ttl` in seconds. */
  set(key: string, value: string, ttl: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Adds one and says how many there are and in how many seconds the count begins anew. */
  count(key: string, ttl: number): Promise<{ count: number; resetsIn: number }>;
  check(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}
