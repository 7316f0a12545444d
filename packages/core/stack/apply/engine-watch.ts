import type { Engine, EngineEvent } from '../../engine/index.ts';
import { containerActions } from '../container-actions.ts';
import { label } from '../labels.ts';

/** What happened to one container, as far as an operation cares. */
export type ContainerNews =
  | { kind: 'started' }
  | { kind: 'died'; exitCode: number }
  | { kind: 'oom' }
  | { kind: 'health'; health: 'healthy' | 'unhealthy' }
  | { kind: 'destroyed' };

type Listener = (news: ContainerNews) => void;

/**
 * One event subscription for a whole operation. It is open before the first list call, so nothing falls between
 * (facts 3.3: subscribe first, then list). News about a container that nobody listens to yet is kept and replayed, as a
 * start event may arrive before the start call has returned.
 */
export class EngineWatch {
  private readonly listeners = new Map<string, Listener>();
  private readonly early = new Map<string, ContainerNews[]>();
  private readonly abort = new AbortController();
  /** Rejects when the stream ends before `close()`: the engine has gone away. */
  readonly lost: Promise<never>;
  private fail: (error: unknown) => void = () => undefined;

  private constructor() {
    this.lost = new Promise<never>((_, reject) => {
      this.fail = reject;
    });
    // Whoever races against `lost` sees the rejection; without a race it must not end the process.
    this.lost.catch(() => undefined);
  }

  /** Resolves once the engine is streaming. */
  static async open(engine: Engine, project: string): Promise<EngineWatch> {
    const watch = new EngineWatch();
    await new Promise<void>((resolve, reject) => {
      const run = async () => {
        const stream = engine.events({
          filter: { label: [`${label.project}=${project}`] },
          signal: watch.abort.signal,
          actions: containerActions,
          onSubscribed: resolve,
        });
        for await (const event of stream) watch.take(event);
        throw new Error('the engine ended its event stream');
      };
      run().catch((error: unknown) => {
        reject(error);
        if (!watch.abort.signal.aborted) watch.fail(error);
      });
    });
    return watch;
  }

  listen(id: string, listener: Listener): void {
    this.listeners.set(id, listener);
    const kept = this.early.get(id);
    this.early.delete(id);
    for (const news of kept ?? []) listener(news);
  }

  unlisten(id: string): void {
    this.listeners.delete(id);
  }

  close(): void {
    this.abort.abort();
    this.listeners.clear();
  }

  private take(event: EngineEvent): void {
    if (event.type !== 'container') return;
    const news = newsOf(event);
    if (!news) return;
    const listener = this.listeners.get(event.id);
    if (listener) listener(news);
    else this.early.set(event.id, [...(this.early.get(event.id) ?? []), news]);
  }
}

function newsOf(event: EngineEvent): ContainerNews | undefined {
  switch (event.action) {
    case 'start':
      return { kind: 'started' };
    case 'die':
      return { kind: 'died', exitCode: event.exitCode ?? 0 };
    case 'oom':
      return { kind: 'oom' };
    case 'destroy':
      return { kind: 'destroyed' };
    case 'health_status':
      if (event.health === 'healthy' || event.health === 'unhealthy') return { kind: 'health', health: event.health };
      return undefined;
    default:
      return undefined;
  }
}
