import { failure, fromUnknown, type SutazaiError } from '../../diagnose/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { StackEventBody } from '../events.ts';
import { own } from '../labels.ts';
import type { StackModel } from '../model.ts';
import type { Observed } from '../observe/observed.ts';
import { chainLengths } from '../plan/order.ts';
import type { ContainerAction, Plan } from '../plan/types.ts';
import { type ApplyContext, emptySummary, step, tellProgress } from './context.ts';
import type { EngineWatch } from './engine-watch.ts';
import { Gates } from './gates.ts';
import { ensureImages } from './images.ts';
import { ensureInfrastructure } from './infrastructure.ts';
import { limiter } from './limiter.ts';
import { PortHandover } from './port-handover.ts';
import { Progress } from './progress.ts';
import { PullBoard } from './pull-board.ts';
import { type RunState, runService } from './service-run.ts';

export interface ApplyInput {
  engine: Engine;
  model: StackModel;
  plan: Plan;
  observed: Observed;
  hashes: ReadonlyMap<string, string>;
  networkHashes: ReadonlyMap<string, string>;
  /** Open since before `observed` was taken. */
  watch: EngineWatch;
  signal: AbortSignal;
  emit: (event: StackEventBody) => void;
  /** Processors of the engine's machine: starts are bound by them. */
  cpus: number;
  readyTimeout: number;
  pullStallTimeout: number;
  /** Layer sizes of an earlier, interrupted pull. */
  knownLayers?: ReadonlyMap<string, number>;
}

export interface ApplyResult {
  summary: ReturnType<typeof emptySummary>;
  failures: SutazaiError[];
  layers: ReadonlyMap<string, number>;
}

/** Creates are cheap and gain nothing beyond this; starts gain nothing beyond twice the processors (facts 4.3). */
const atOnce = 8;

/**
 * Runs a plan. A failure of one service ends that service and those that require it, nothing else. An abort of `signal`
 * stops waiting and pulling at once; calls that would leave something half-made are finished first.
 */
export async function apply(input: ApplyInput): Promise<ApplyResult> {
  const { plan, engine, model } = input;
  const board = new PullBoard(input.knownLayers);
  const progress = new Progress(
    plan.services
      .filter((s) => s.containers.some((c) => c.action !== 'keep' && c.action !== 'done'))
      .map((s) => s.service),
    plan.images.filter((i) => i.action === 'pull').map((i) => i.image),
    plan.images.filter((i) => i.action === 'build').map((i) => i.image),
    board,
  );
  const base = {
    engine,
    model,
    plan,
    watch: input.watch,
    signal: input.signal,
    emit: input.emit,
    progress,
    board,
    summary: emptySummary(),
    failures: [] as SutazaiError[],
    ours: new Set(input.observed.containers.filter((c) => c.labels[own.hashVersion]).map((c) => c.id)),
    hashes: input.hashes,
    networkHashes: input.networkHashes,
    proxies: await engine.proxies(),
    limits: {
      create: limiter(atOnce),
      start: limiter(Math.min(atOnce, Math.max(2, 2 * input.cpus))),
      stop: limiter(atOnce),
      probe: limiter(2),
    },
    options: { readyTimeout: input.readyTimeout, pullStallTimeout: input.pullStallTimeout },
  };
  const { image, settled } = ensureImages(base, input.observed);
  const infrastructure = ensureInfrastructure({ ...base, image });
  const ctx: ApplyContext = { ...base, image, infrastructure };
  tellProgress(ctx, 'planning');

  const gates = new Gates(plan.services);
  const handover = new PortHandover(ctx);
  const orphans = new Map(
    plan.orphans.filter((o) => o.remove).map((o) => [o.container, removeOrphan(ctx, o, handover)]),
  );
  let chain: Promise<unknown> = Promise.resolve();
  const state: RunState = {
    gates,
    ids: new Map(),
    chains: chainLengths(model.project.services),
    serial: (task) => {
      const next = chain.then(task, task);
      chain = next.catch(() => undefined);
      return next;
    },
    handover,
    orphans,
  };
  const lost = input.watch.lost.catch((error: unknown) => {
    throw failure('ENGINE_LOST', {}, { cause: error });
  });
  const work = Promise.all([
    // A failure here is told by the services that need it.
    infrastructure().catch(() => undefined),
    imagesOfKeptServices(ctx, settled),
    ...plan.services.map((s) => runService(ctx, s, state)),
    ...orphans.values(),
  ]);
  // The engine's going away ends what waits for events; what is in flight fails by itself.
  await Promise.race([work, lost]).catch((error: unknown) => {
    if (!input.signal.aborted) ctx.failures.push(fromUnknown(error));
  });
  return { summary: ctx.summary, failures: ctx.failures, layers: board.sizes() };
}

/** An image that is only refreshed has no service that waits for it: its failure is told here. */
async function imagesOfKeptServices(
  ctx: ApplyContext,
  settled: ReturnType<typeof ensureImages>['settled'],
): Promise<void> {
  const results = await settled();
  for (const [i, result] of results.entries()) {
    const action = ctx.plan.images[i];
    if (result.status === 'fulfilled' || !action || ctx.signal.aborted) continue;
    const users = ctx.plan.services.filter((s) => action.services.includes(s.service));
    if (users.some((s) => s.containers.some((c) => c.action === 'create' || c.action === 'recreate'))) continue;
    if (action.action === 'keep') continue;
    const problem = fromUnknown(result.reason, { operation: `image.${action.action}`, image: action.image });
    ctx.failures.push(problem);
    ctx.emit({ type: 'failure', diagnosis: problem.diagnosis });
  }
}

async function removeOrphan(
  ctx: ApplyContext,
  orphan: { container: string; id: string; service: string },
  handover: PortHandover,
): Promise<void> {
  try {
    await handover.beforeRemoval(orphan.id);
    await step(ctx, 'container.remove', orphan.container, orphan.service, async () => {
      await ctx.limits.stop(() => ctx.engine.stopContainer(orphan.id, { signal: ctx.signal }));
      await ctx.engine.removeContainer(orphan.id, { force: true });
    });
    ctx.summary.removed += 1;
  } catch (error) {
    if (ctx.signal.aborted) return;
    ctx.failures.push(fromUnknown(error, { operation: 'container.remove', service: orphan.service }));
  }
}

/** Actions that change something on the engine. */
export function changes(action: ContainerAction): boolean {
  return action.action !== 'keep' && action.action !== 'done';
}
