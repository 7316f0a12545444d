import { setTimeout as pause } from 'node:timers/promises';
import { type Diagnosis, fromUnknown } from '../diagnose/index.ts';
import { Latest } from '../latest.ts';
import type { StackModel, StackStatus } from '../stack/index.ts';
import type { CurrentStack } from './current-stack.ts';

/** The stack's status, and why there is none. */
export type HostStatus = StackStatus & { problem?: Diagnosis };

/** Milliseconds between two tries to open a project or find an engine; doubles up to the last. */
const retry = { first: 500, last: 10_000 };

export interface StatusFeedOptions {
  stack: CurrentStack;
  /** What the engine says, with what this host knows of it. */
  shown: (status: StackStatus) => StackStatus;
  /** The project without an engine; rejects if the files cannot be read. */
  model: () => Promise<StackModel>;
  /** Why the engine cannot be reached, in words. */
  engineProblem: () => Promise<Diagnosis | undefined>;
  changed: (before: StackStatus | undefined, now: StackStatus) => void;
}

/** One watch on the engine for all that want to know: pages, tray, history. Goes on through everything until it is closed. */
export class StatusFeed {
  private readonly latest = new Latest<HostStatus>();
  private readonly stop = new AbortController();
  private readonly ended: Promise<void>;
  private awake = new AbortController();

  constructor(private readonly options: StatusFeedOptions) {
    this.ended = this.follow();
  }

  get current(): HostStatus | undefined {
    return this.latest.current;
  }

  watch(signal: AbortSignal): AsyncIterable<HostStatus> {
    return this.latest.watch(signal);
  }

  /** Tries again now, instead of after the pause: something was changed that may have mended it. */
  wake(): void {
    this.awake.abort();
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.ended;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stop;
    let wait = retry.first;
    while (!signal.aborted) {
      try {
        await this.connected();
        wait = retry.first;
      } catch (error) {
        if (signal.aborted) return;
        await this.tellProblem(fromUnknown(error).diagnosis);
        this.awake = new AbortController();
        await pause(wait, undefined, { signal: AbortSignal.any([signal, this.awake.signal]) }).catch(() => undefined);
        wait = this.awake.signal.aborted ? retry.first : Math.min(wait * 2, retry.last);
      }
    }
  }

  /** One opened stack's worth: ends when it is to be opened anew. */
  private async connected(): Promise<void> {
    const lease = await this.options.stack.lease();
    try {
      const signal = AbortSignal.any([this.stop.signal, lease.renewed]);
      for await (const found of lease.stack.watch({ signal })) {
        const status = this.options.shown(found);
        this.publish(status);
        if (!status.engine.reachable) void this.explain(status);
      }
    } finally {
      lease.release();
    }
  }

  /** That the engine is gone is told at once; why takes a look at all the places where one may be. */
  private async explain(status: StackStatus): Promise<void> {
    const problem = await this.options.engineProblem();
    if (problem && this.latest.current === status) this.publish({ ...status, problem });
  }

  private async tellProblem(problem: Diagnosis): Promise<void> {
    const last = this.latest.current;
    const services = last?.services ?? (await this.absent());
    const project = last?.project ?? (await this.options.model().catch(() => undefined))?.project.name ?? '';
    const url = last?.engine.url ?? '';
    const now = { project, engine: { reachable: false, url }, services, problem };
    if (JSON.stringify(now) !== JSON.stringify(last)) this.publish(now);
  }

  /** With no engine there is nothing to see of the services but their names. */
  private async absent(): Promise<StackStatus['services']> {
    const model = await this.options.model().catch(() => undefined);
    return Object.entries(model?.project.services ?? {}).map(([service, definition]) => {
      const block = definition['x-sutazai'] as { tier?: string; title?: string } | undefined;
      return {
        service,
        ...(block?.tier ? { tier: block.tier } : {}),
        ...(block?.title ? { title: block.title } : {}),
        state: 'absent',
        containers: [],
        ports: [],
      };
    });
  }

  private publish(status: HostStatus): void {
    this.options.changed(this.latest.current, status);
    this.latest.set(status);
  }
}
