import { setTimeout as pause } from 'node:timers/promises';
import type { StackEvent } from '../stack/index.ts';
import { CondensedEvents } from './condense.ts';
import type { Operation, OperationBatch } from './operation.ts';

/** Milliseconds in which events are gathered: a page draws sixty times a second at most. */
const gather = 50;

/** One listener's share: what it has not been given yet, condensed, so that a slow one costs no more than a quick one. */
export class Subscriber {
  private operation: Operation | null = null;
  private fresh = true;
  private readonly pending = new CondensedEvents();
  private dirty = true;
  private wake: (() => void) | undefined;

  replay(operation: Operation | null, events: readonly StackEvent[]): void {
    this.operation = operation;
    this.fresh = true;
    this.pending.clear();
    for (const e of events) this.pending.add(e);
    this.rouse();
  }

  push(event: StackEvent): void {
    this.pending.add(event);
    this.rouse();
  }

  changed(operation: Operation): void {
    this.operation = operation;
    this.rouse();
  }

  async *batches(signal: AbortSignal): AsyncIterable<OperationBatch> {
    const stop = () => this.wake?.();
    signal.addEventListener('abort', stop, { once: true });
    try {
      while (!signal.aborted) {
        if (!this.dirty) {
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
          this.wake = undefined;
          continue;
        }
        this.dirty = false;
        const batch = { operation: this.operation, replay: this.fresh, events: this.pending.list() };
        this.fresh = false;
        this.pending.clear();
        yield batch;
        await pause(gather, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private rouse(): void {
    this.dirty = true;
    this.wake?.();
  }
}
