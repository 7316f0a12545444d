import type { Operation, OperationBatch, StackStatus } from '@sutazai/core/contract';
import type { StackNow } from './tray/view.ts';

/** Folds the host's two streams into what the shell shows. */
export class StackWatch implements StackNow {
  status: StackStatus | undefined;
  operation: Operation | undefined;
  fraction = 0;
  readonly since = new Map<string, number>();
  private readonly states = new Map<string, string>();
  private readonly waiting: (() => void)[] = [];

  /** True while an operation runs: updates, notices and quitting heed it. */
  get busy(): boolean {
    return this.operation !== undefined && this.operation.outcome === undefined;
  }

  takeStatus(status: StackStatus, now: number): void {
    this.status = status;
    for (const { service, state } of status.services) {
      if (this.states.get(service) === state) continue;
      // Of the first status it is not known since when it is so.
      if (this.states.has(service)) this.since.set(service, now);
      this.states.set(service, state);
    }
  }

  takeBatch({ operation, replay, events }: OperationBatch): void {
    if (replay) this.fraction = 0;
    this.operation = operation ?? undefined;
    for (const event of events) if (event.type === 'progress') this.fraction = event.fraction;
    if (!this.busy) for (const go of this.waiting.splice(0)) go();
  }

  /** Asks for the end of the running operation, and settles when it has come; at once if none runs. */
  async ended(cancel: (id: string) => Promise<unknown>): Promise<void> {
    const id = this.operation?.id;
    if (!this.busy || id === undefined) return;
    const over = new Promise<void>((resolve) => this.waiting.push(resolve));
    await cancel(id);
    if (this.busy) await over;
  }

  /** Ports of this machine that the stack's services publish now. */
  ports = (): ReadonlySet<number> =>
    new Set(this.status?.services.flatMap((s) => s.ports.map((port) => port.published)) ?? []);
}
