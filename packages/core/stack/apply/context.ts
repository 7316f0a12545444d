import type { SutazaiError } from '../../diagnose/index.ts';
import type { Engine, ImageDetail } from '../../engine/index.ts';
import type { StackEventBody, StepKind, Summary } from '../events.ts';
import type { StackModel } from '../model.ts';
import type { Plan } from '../plan/types.ts';
import type { EngineWatch } from './engine-watch.ts';
import type { Limiter } from './limiter.ts';
import type { Progress } from './progress.ts';
import type { PullBoard } from './pull-board.ts';

/** Everything that the parts of one running operation share. */
export interface ApplyContext {
  readonly engine: Engine;
  readonly model: StackModel;
  readonly plan: Plan;
  readonly watch: EngineWatch;
  readonly signal: AbortSignal;
  readonly emit: (event: StackEventBody) => void;
  readonly progress: Progress;
  readonly board: PullBoard;
  readonly summary: Summary;
  readonly failures: SutazaiError[];
  /** Ids of existing containers that we made: they carry the short start interval. */
  readonly ours: ReadonlySet<string>;
  /** Config hash by service, written into the labels. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly networkHashes: ReadonlyMap<string, string>;
  /** Proxy variables for builds, and for containers that do not set them themselves. */
  readonly proxies: Readonly<Record<string, string>>;
  /** Resolves when the image is on the engine. */
  readonly image: (ref: string) => Promise<ImageDetail>;
  /** Resolves when the networks and volumes that the service uses (or all) exist. */
  readonly infrastructure: (service?: string) => Promise<void>;
  readonly limits: { create: Limiter; start: Limiter; stop: Limiter; probe: Limiter };
  readonly options: { readyTimeout: number; pullStallTimeout: number };
}

/** Tells begin, end and duration of one step around the call that does it. */
export async function step<T>(
  ctx: Pick<ApplyContext, 'emit'>,
  kind: StepKind,
  subject: string,
  service: string | undefined,
  run: () => Promise<T>,
): Promise<T> {
  const base = { type: 'step', step: kind, subject, ...(service === undefined ? {} : { service }) } as const;
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  ctx.emit({ ...base, state: 'started' });
  try {
    const value = await run();
    ctx.emit({ ...base, state: 'done', took: took() });
    return value;
  } catch (error) {
    ctx.emit({ ...base, state: 'failed', took: took() });
    throw error;
  }
}

/** Tells how far the whole operation is. */
export function tellProgress(ctx: Pick<ApplyContext, 'emit' | 'progress' | 'board'>, phase: string): void {
  ctx.emit({ type: 'progress', fraction: ctx.progress.fraction(), phase, ...ctx.board.totals() });
}

export function emptySummary(): Summary {
  return {
    took: 0,
    ready: 0,
    finished: 0,
    kept: 0,
    created: 0,
    recreated: 0,
    started: 0,
    stopped: 0,
    removed: 0,
    failed: [],
  };
}
