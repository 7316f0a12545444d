import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { failure, fromUnknown } from '../diagnose/index.ts';
import type { Selection, StackEvent } from '../stack/index.ts';
import { CondensedEvents } from './condense.ts';
import type { Operation, OperationBatch, OperationKind } from './operation.ts';
import { Subscriber } from './subscriber.ts';

/**
 * The one operation that runs on the stack. It belongs to the host and not to the page that began it: a page may be closed,
 * reloaded or opened twice, and sees the same.
 */
export class Operations {
  private current: Operation | undefined;
  private readonly told = new CondensedEvents();
  private readonly subscribers = new Set<Subscriber>();
  private stopper = new AbortController();
  private running: Promise<void> = Promise.resolve();

  /** @param seen every event of every operation, as it comes */
  constructor(
    private readonly clock: () => number = Date.now,
    private readonly seen: (event: StackEvent) => void = () => undefined,
  ) {}

  get active(): boolean {
    return this.current !== undefined && this.current.endedAt === undefined;
  }

  /**
   * Begins; the events are consumed here, whoever listens.
   * @throws SutazaiError OPERATION_RUNNING
   */
  begin(
    what: { kind: OperationKind; selection?: Selection | undefined },
    run: (signal: AbortSignal) => Promise<AsyncIterable<StackEvent>>,
  ): { id: string } {
    if (this.current && this.active) throw failure('OPERATION_RUNNING', { operation: this.current.kind });
    const { services, tier } = what.selection ?? {};
    const selection = { ...(services ? { services: [...services] } : {}), ...(tier === undefined ? {} : { tier }) };
    const operation: Operation = {
      id: randomUUID(),
      kind: what.kind,
      ...(Object.keys(selection).length > 0 ? { selection } : {}),
      begunAt: this.clock(),
    };
    this.current = operation;
    this.stopper = new AbortController();
    // Every service of a large stack waits on the one signal; that is no leak.
    setMaxListeners(0, this.stopper.signal);
    this.told.clear();
    for (const s of this.subscribers) s.replay(operation, []);
    this.running = this.follow(operation, run, this.stopper.signal);
    return { id: operation.id };
  }

  /** First what was told so far, then what comes. Ends with the signal. */
  async *watch(signal: AbortSignal): AsyncIterable<OperationBatch> {
    const subscriber = new Subscriber();
    subscriber.replay(this.current ?? null, this.told.list());
    this.subscribers.add(subscriber);
    try {
      yield* subscriber.batches(signal);
    } finally {
      this.subscribers.delete(subscriber);
    }
  }

  /** Asks for a clean end; false if this operation does not run (any more). */
  cancel(id: string): boolean {
    if (!this.current || this.current.id !== id || !this.active) return false;
    this.change({ cancelling: true });
    this.stopper.abort(new DOMException('cancelled by the user', 'AbortError'));
    return true;
  }

  /** Cancels what runs and waits for its end. */
  async close(): Promise<void> {
    if (this.current && this.active) this.cancel(this.current.id);
    await this.running;
  }

  private async follow(
    operation: Operation,
    run: (signal: AbortSignal) => Promise<AsyncIterable<StackEvent>>,
    signal: AbortSignal,
  ): Promise<void> {
    let outcome: Operation['outcome'];
    const tell = (event: StackEvent) => {
      if (event.type === 'end') outcome = event.outcome;
      this.seen(event);
      this.told.add(event);
      for (const s of this.subscribers) s.push(event);
    };
    try {
      for await (const event of await run(signal)) tell(event);
    } catch (error) {
      // The stack could not even be opened: told in the same way as a failure on the way.
      tell({ at: this.clock() - operation.begunAt, type: 'failure', diagnosis: fromUnknown(error).diagnosis });
    }
    this.change({ endedAt: this.clock(), outcome: outcome ?? (signal.aborted ? 'cancelled' : 'failed') });
  }

  private change(part: Partial<Operation>): void {
    if (!this.current) return;
    this.current = { ...this.current, ...part };
    if (part.endedAt !== undefined) delete this.current.cancelling;
    for (const s of this.subscribers) s.changed(this.current);
  }
}
