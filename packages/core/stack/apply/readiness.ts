import { failure } from '../../diagnose/index.ts';
import type { ServiceEvent } from '../events.ts';
import { redactions } from '../secrets/index.ts';
import type { ApplyContext } from './context.ts';
import type { ContainerNews } from './engine-watch.ts';
import { containerFailure } from './evidence.ts';
import { probeUntilHealthy } from './own-probe.ts';

export interface ReadinessInput {
  service: string;
  name: string;
  id: string;
  job: boolean;
  /** The container has a health check, from the file or from its image. */
  hasHealthcheck: boolean;
  /** Engine's restart policy: does a death lead to another start, after so many others? */
  restarts: (exitCode: number, deathsBefore: number) => boolean;
  /** Set where the engine's own schedule would cost time: we run the health command ourselves. */
  ownProbe?: { cmd: string[]; timeoutMs: number };
  priority: number;
}
export type Ready = { state: 'ready'; by: NonNullable<ServiceEvent['by']> } | { state: 'finished' };

/** Deaths in a row after which waiting on is no help; the engine doubles its pause each time, so this is some seconds. */
const restartLimit = 5;
/** Milliseconds a container without a health check must stay up before "running" is believed. */
const settleMs = 250;

/**
 * Waits until a container is ready, by events alone. Call before the start, so that no event is missed; `started()` is to
 * be called when the start call has returned. Rejects with a diagnosed failure, or with the signal's reason.
 */
export class Readiness {
  readonly result: Promise<Ready>;
  private settle: NodeJS.Timeout | undefined;
  private deaths = 0;
  private probing = false;
  private readonly done = new AbortController();
  private resolve: (ready: Ready) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    private readonly ctx: ApplyContext,
    private readonly input: ReadinessInput,
  ) {
    this.result = new Promise<Ready>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    }).finally(() => this.finish());
    this.result.catch(() => undefined);
    const limit = setTimeout(() => this.fail({ healthTimeoutMs: ctx.options.readyTimeout }), ctx.options.readyTimeout);
    this.done.signal.addEventListener('abort', () => clearTimeout(limit));
    const cancelled = () => this.reject(ctx.signal.reason);
    ctx.signal.addEventListener('abort', cancelled, { once: true });
    this.done.signal.addEventListener('abort', () => ctx.signal.removeEventListener('abort', cancelled));
    ctx.watch.lost.catch((error: unknown) => this.reject(failure('ENGINE_LOST', {}, { cause: error })));
    ctx.watch.listen(input.id, (news) => this.take(news));
  }

  /** The start call has returned (an engine whose start event is late or lost must not hold us up). */
  started(): void {
    this.take({ kind: 'started' });
  }

  /** For a container that runs already: takes the state the engine reports now as the first news. */
  async fromCurrentState(): Promise<void> {
    const detail = await this.ctx.engine.inspectContainer(this.input.id, this.ctx.signal);
    if (detail.state.health === 'healthy') this.resolve({ state: 'ready', by: 'engine' });
    else if (detail.state.status === 'running') this.started();
  }

  private take(news: ContainerNews): void {
    switch (news.kind) {
      case 'started':
        if (this.input.job) return;
        if (!this.input.hasHealthcheck) this.believeWhenSettled();
        else this.startOwnProbe();
        return;
      case 'health':
        if (news.health === 'healthy') this.resolve({ state: 'ready', by: 'engine' });
        else this.fail({});
        return;
      case 'died':
        clearTimeout(this.settle);
        this.settle = undefined;
        this.died(news.exitCode);
        return;
      case 'destroyed':
        this.reject(failure('CONTAINER_REMOVED', { service: this.input.service, name: this.input.name }));
        return;
      case 'oom':
        // A death follows if the main process was hit; the evidence then says so.
        return;
    }
  }

  private died(exitCode: number): void {
    if (exitCode === 0 && (this.input.job || (!this.input.hasHealthcheck && !this.input.restarts(0, this.deaths)))) {
      this.resolve({ state: 'finished' });
    } else if (this.input.restarts(exitCode, this.deaths)) {
      this.deaths += 1;
      this.ctx.emit({ type: 'service', service: this.input.service, state: 'restarting' });
      if (this.deaths >= restartLimit) this.fail({ restartLoop: true });
    } else {
      this.fail({});
    }
  }

  private believeWhenSettled(): void {
    if (this.settle) return;
    this.settle = setTimeout(() => this.resolve({ state: 'ready', by: 'running' }), settleMs);
  }

  private startOwnProbe(): void {
    const { ownProbe, id, priority } = this.input;
    if (!ownProbe || this.probing) return;
    this.probing = true;
    const { engine, limits } = this.ctx;
    probeUntilHealthy({ engine, id, ...ownProbe, limit: limits.probe, priority, signal: this.done.signal }).then(
      () => this.resolve({ state: 'ready', by: 'own-probe' }),
      () => undefined,
    );
  }

  private fail(why: { restartLoop?: boolean; healthTimeoutMs?: number }): void {
    const { service, name, id, job } = this.input;
    containerFailure(this.ctx.engine, { service, name, id, job, ...why }, redactions(this.ctx.model)).then(
      this.reject,
      this.reject,
    );
  }

  private finish(): void {
    clearTimeout(this.settle);
    this.done.abort();
    this.ctx.watch.unlisten(this.input.id);
  }
}
