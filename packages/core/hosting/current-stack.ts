import { setMaxListeners } from 'node:events';
import type { Stack } from '../stack/index.ts';

/** The stack as it is open now, and when it is to be opened anew. */
export interface Lease {
  stack: Stack;
  /** Aborted when the choices that this stack was opened with no longer count. */
  renewed: AbortSignal;
  /** To be called once when it is no longer used. */
  release: () => void;
}

interface Open {
  stack: Promise<Stack>;
  renewed: AbortController;
  users: number;
}

/**
 * Opens the project when it is first needed, and again after a change of profiles, engine or ports. An older one stays open
 * for those who still use it (a log that is followed, an operation that runs) and is closed with the last of them.
 */
export class CurrentStack {
  private now: Open | undefined;
  private latest: Stack | undefined;
  private closed = false;

  constructor(private readonly open: () => Promise<Stack>) {}

  /** @throws SutazaiError as `openStack`; the next call tries again. */
  async lease(): Promise<Lease> {
    const open = this.opened();
    open.users += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      open.users -= 1;
      this.closeIfUnused(open);
    };
    try {
      const stack = await open.stack;
      return { stack, renewed: open.renewed.signal, release };
    } catch (error) {
      if (this.now === open) this.now = undefined;
      release();
      throw error;
    }
  }

  /** Runs one call on it. */
  async use<T>(run: (stack: Stack) => Promise<T>): Promise<T> {
    const lease = await this.lease();
    try {
      return await run(lease.stack);
    } finally {
      lease.release();
    }
  }

  /** The same for a stream; it keeps the stack open until it ends. */
  async *stream<T>(run: (stack: Stack) => AsyncIterable<T>): AsyncIterable<T> {
    const lease = await this.lease();
    try {
      yield* run(lease.stack);
    } finally {
      lease.release();
    }
  }

  /** What was opened last, if it is open now. */
  get ready(): Stack | undefined {
    return this.latest;
  }

  renew(): void {
    const old = this.now;
    this.now = undefined;
    this.latest = undefined;
    old?.renewed.abort();
    if (old) this.closeIfUnused(old);
  }

  close(): void {
    this.closed = true;
    this.renew();
  }

  private opened(): Open {
    if (this.now) return this.now;
    const open: Open = { stack: this.open(), renewed: new AbortController(), users: 0 };
    setMaxListeners(0, open.renewed.signal);
    this.now = open;
    open.stack.then(
      (stack) => {
        if (this.now === open) this.latest = stack;
        this.closeIfUnused(open);
      },
      () => undefined,
    );
    return open;
  }

  private closeIfUnused(open: Open): void {
    if (open.users > 0 || (this.now === open && !this.closed)) return;
    void open.stack.then((stack) => stack.close()).catch(() => undefined);
  }
}
