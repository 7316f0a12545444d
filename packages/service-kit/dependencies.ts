import { Problem } from './problem.ts';

export interface DependencyState {
  name: string;
  /** `unknown` until the first look has ended. */
  state: 'up' | 'down' | 'unknown' | 'off';
  /** What a person reads: a version, or how much is in it. */
  detail?: string;
  /** Milliseconds the last successful look took. */
  latency_ms?: number;
  last_error?: string;
  /** ISO 8601. */
  checked_at?: string;
  since?: string;
}

export interface Dependency {
  /** Proves that the dependency does its work now. Resolves with words for people. Must honour the signal. */
  check(signal: AbortSignal): Promise<string | undefined>;
  /** What needs it, in words: part of the 503's message. */
  feature: string;
}

interface Entry {
  dependency: Dependency;
  state: DependencyState;
  looking: Promise<void> | undefined;
  lookedAt: number;
}

/**
 * What a service stands on. Nobody ever waits for a look: readers get what is known, and a look that is older than
 * `staleAfter` ms begins a new one behind them. Actual use tells as well (`use`), so a fault is known when it happens and
 * not at the next look.
 */
export class Dependencies {
  readonly #entries = new Map<string, Entry>();
  readonly #staleAfter: number;
  readonly #timeout: number;
  readonly #retry: number;
  readonly #patience: number;
  readonly #now: () => number;

  /**
   * All in ms. `timeout`: of a look. `retry`: between two looks at what is down, while somebody wants to use it. `patience`: how
   * long a caller waits for such a look.
   */
  constructor(
    options: { staleAfter?: number; timeout?: number; retry?: number; patience?: number; now?: () => number } = {},
  ) {
    this.#staleAfter = options.staleAfter ?? 5_000;
    this.#timeout = options.timeout ?? 3_000;
    this.#retry = options.retry ?? 500;
    this.#patience = options.patience ?? 250;
    this.#now = options.now ?? Date.now;
  }

  /** `dependency` undefined: not part of this installation; told as `off`. */
  add(name: string, dependency: Dependency | undefined): void {
    const state: DependencyState = { name, state: dependency ? 'unknown' : 'off' };
    this.#entries.set(name, {
      dependency: dependency ?? { check: async () => undefined, feature: '' },
      state,
      looking: undefined,
      lookedAt: dependency ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    });
  }

  /** What is known now; begins a new look where that is old. Never waits. */
  snapshot(): DependencyState[] {
    this.#refresh();
    return [...this.#entries.values()].map((e) => ({ ...e.state }));
  }

  /** Whether any is known to be down; as `snapshot`, without its copies, for what is asked all the time. */
  anyDown(): boolean {
    this.#refresh();
    for (const entry of this.#entries.values()) if (entry.state.state === 'down') return true;
    return false;
  }

  #refresh(): void {
    const now = this.#now();
    for (const [name, entry] of this.#entries) if (now - entry.lookedAt > this.#staleAfter) void this.look(name);
  }

  stateOf(name: string): DependencyState['state'] {
    return this.#entry(name).state.state;
  }

  /** Looks now, at one or at all; looks of one dependency never overlap. Never rejects. */
  async look(name?: string): Promise<void> {
    const names = name === undefined ? [...this.#entries.keys()] : [name];
    await Promise.all(
      names.map((n) => {
        const entry = this.#entry(n);
        if (entry.state.state === 'off') return undefined;
        entry.looking ??= this.#look(entry).finally(() => {
          entry.looking = undefined;
        });
        return entry.looking;
      }),
    );
  }

  /**
   * Does something with a dependency. A failure that means "it is not there" becomes a 503 that names the feature; every
   * other failure passes through. What is known to be down is not tried by everyone who asks, as that can take seconds each
   * (a container that is stopped has no address): one look for all decides. Nor is one waited for that took the request and
   * has stopped in the middle of it (a frozen process keeps its connections): who waits for long has it looked at.
   */
  async use<T>(name: string, work: () => Promise<T>): Promise<T> {
    const entry = this.#entry(name);
    if (entry.state.state === 'off')
      throw unavailable(name, entry.dependency.feature, 'it is not part of this installation');
    if (entry.state.state === 'down') await this.#proveUp(name, entry);
    try {
      const result = await this.#unlessSilent(name, entry, work());
      if (entry.state.state !== 'up') this.#tell(entry, { state: 'up' });
      return result;
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
      this.#tell(entry, { state: 'down', last_error: words(error) });
      throw unavailable(name, entry.dependency.feature, words(error), error);
    }
  }

  /** @throws ConnectionFailure if a look finds it down while the work goes on; what the work does then is nobody's any more */
  #unlessSilent<T>(name: string, entry: Entry, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const watch = () => {
        timer = setTimeout(async () => {
          await this.look(name);
          if (timer === undefined) return;
          if (entry.state.state === 'down') reject(new ConnectionFailure(entry.state.last_error ?? 'no answer'));
          else watch();
        }, this.#timeout).unref();
      };
      watch();
      const end = () => {
        clearTimeout(timer);
        timer = undefined;
      };
      work.then(resolve, reject).finally(end);
    });
  }

  /** @throws Problem 503 if it is still down, or nobody knows soon */
  async #proveUp(name: string, entry: Entry): Promise<void> {
    if (this.#now() - entry.lookedAt >= this.#retry) {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, this.#patience);
      });
      await Promise.race([this.look(name), enough]);
      clearTimeout(timer);
    }
    if (entry.state.state !== 'down') return;
    throw unavailable(name, entry.dependency.feature, entry.state.last_error ?? 'no answer');
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`no dependency is called ${name}`);
    return entry;
  }

  async #look(entry: Entry): Promise<void> {
    const begun = performance.now();
    const signal = AbortSignal.timeout(this.#timeout);
    let timer: NodeJS.Timeout | undefined;
    try {
      const detail = await Promise.race([
        entry.dependency.check(signal),
        new Promise<never>((_, reject) => {
          // A client that does not honour the signal must not hold the verdict.
          timer = setTimeout(() => reject(new Error(`no answer within ${this.#timeout} ms`)), this.#timeout + 50);
        }),
      ]);
      const latency_ms = Math.round((performance.now() - begun) * 100) / 100;
      this.#tell(entry, { state: 'up', latency_ms, ...(detail ? { detail } : {}) });
    } catch (error) {
      this.#tell(entry, { state: 'down', last_error: words(error) });
    } finally {
      clearTimeout(timer);
    }
  }

  #tell(entry: Entry, news: Pick<DependencyState, 'state' | 'latency_ms' | 'detail' | 'last_error'>): void {
    const at = new Date(this.#now()).toISOString();
    const before = entry.state;
    entry.state = { ...before, ...news, checked_at: at };
    if (before.state !== news.state || !before.since) entry.state.since = at;
    entry.lookedAt = this.#now();
  }
}

function unavailable(name: string, feature: string, why: string, cause?: unknown): Problem {
  return new Problem(
    503,
    'DEPENDENCY_DOWN',
    `${feature || 'This'}: not available, as ${name} does not answer (${why}).`,
    `Start ${name} (or wait until it is back) and ask again; everything else goes on working.`,
    { details: [{ path: 'dependency', message: name }], retryAfter: 5, cause },
  );
}

const connectionCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
  // PostgreSQL: connection exceptions, starting up, shutting down, too many connections
  ...['08000', '08001', '08003', '08004', '08006', '57P01', '57P02', '57P03', '53300'],
  // Neo4j's driver
  ...['ServiceUnavailable', 'SessionExpired'],
]);

/** A failure of the way to the server, or of the server as a whole; not of what was asked of it. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
}

export function isConnectionFailure(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if (e instanceof ConnectionFailure || e.name === 'TimeoutError') return true;
    if (connectionCodes.has((e as NodeJS.ErrnoException).code ?? '')) return true;
    if (e instanceof AggregateError && e.errors.some(isConnectionFailure)) return true;
  }
  return false;
}

/** One line, without addresses of a stack trace; an aggregate's first cause. */
function words(error: unknown): string {
  let e = error;
  for (let depth = 0; depth < 5; depth++) {
    if (e instanceof AggregateError && e.errors[0]) e = e.errors[0];
    else if (e instanceof Error && e.message === 'fetch failed' && e.cause) e = e.cause;
    else break;
  }
  const text = e instanceof Error ? e.message || (e as NodeJS.ErrnoException).code || e.name : String(e);
  return text.split('\n')[0]?.slice(0, 200).replace(/\.$/, '') ?? '';
}
