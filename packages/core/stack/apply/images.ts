import { failure, fromUnknown } from '../../diagnose/index.ts';
import type { ImageDetail } from '../../engine/index.ts';
import type { Observed } from '../observe/observed.ts';
import { chainLengths } from '../plan/order.ts';
import type { ImageAction } from '../plan/types.ts';
import { buildOptions } from './build-options.ts';
import { type ApplyContext, step, tellProgress } from './context.ts';
import { limiter } from './limiter.ts';

/** The engine downloads three layers at a time whatever we ask; more pulls at once only blur the picture (facts 3.5). */
const pullsAtOnce = 4;
/** Milliseconds between two progress events of one image. */
const tellEvery = 100;

/**
 * Starts every pull and build of the plan. `image` resolves when one is there, `settled` when all have come or failed. There is no
 * barrier: a service starts as soon as its own image and its dependencies are ready (facts 4.4).
 */
export function ensureImages(
  ctx: Omit<ApplyContext, 'image' | 'infrastructure'>,
  observed: Observed,
): { image: (ref: string) => Promise<ImageDetail>; settled: () => Promise<PromiseSettledResult<ImageDetail>[]> } {
  const pullLimit = limiter(pullsAtOnce);
  const buildLimit = limiter(1);
  const chains = chainLengths(ctx.model.project.services);
  const pending = new Map<string, Promise<ImageDetail>>();
  for (const action of ctx.plan.images) {
    const priority = Math.max(...action.services.map((s) => chains.get(s) ?? 0));
    const run = async (): Promise<ImageDetail> => {
      const present = observed.images.get(action.image);
      if (action.action === 'keep') {
        if (present) return present;
        throw failure('IMAGE_MISSING', { image: action.image, service: action.services[0] });
      }
      if (action.action === 'pull') await pullLimit(() => pull(ctx, action, present), priority);
      else await buildLimit(() => build(ctx, action), priority);
      const detail = await ctx.engine.inspectImage(action.image, ctx.signal);
      if (!detail) throw failure('IMAGE_MISSING', { image: action.image, service: action.services[0] });
      return detail;
    };
    const promise = run();
    // Each service that needs it reports the failure; an image whose services were all cut off has no reader.
    promise.catch(() => undefined);
    pending.set(action.image, promise);
  }
  return {
    image: (ref) => pending.get(ref) ?? Promise.reject(failure('IMAGE_MISSING', { image: ref })),
    settled: () => Promise.allSettled(pending.values()),
  };
}

type ImageContext = Omit<ApplyContext, 'image' | 'infrastructure'>;

async function pull(ctx: ImageContext, action: ImageAction, present: ImageDetail | undefined): Promise<void> {
  const { image } = action;
  for (const service of action.services) ctx.emit({ type: 'service', service, state: 'pulling' });
  try {
    await step(ctx, 'image.pull', image, undefined, () => pullWithStallLimit(ctx, action));
    ctx.board.finish(image);
    ctx.emit({ type: 'pull', ...ctx.board.snapshot(image) });
    tellProgress(ctx, 'pulling');
  } catch (error) {
    ctx.emit({ type: 'pull', ...ctx.board.snapshot(image), state: 'failed' });
    if (ctx.signal.aborted) throw error;
    const problem = fromUnknown(error, { operation: 'image.pull', image });
    if (!(action.optional && present)) throw problem;
    ctx.emit({
      type: 'warning',
      code: problem.code,
      message: `${image} could not be refreshed (${problem.message}); the copy that is here is used`,
    });
  }
}

/** No wall-clock limit: a slow line may take hours. What ends a pull is that nothing moves for `pullStallTimeout`. */
async function pullWithStallLimit(ctx: ImageContext, action: ImageAction): Promise<void> {
  const stalled = new AbortController();
  const limit = ctx.options.pullStallTimeout;
  const give = () =>
    stalled.abort(failure('PULL_NO_PROGRESS', { image: action.image, seconds: Math.round(limit / 1000) }));
  let timer = setTimeout(give, limit);
  let told = 0;
  try {
    const lines = ctx.engine.pullImage(action.image, {
      ...(action.platform ? { platform: action.platform } : {}),
      signal: AbortSignal.any([ctx.signal, stalled.signal]),
    });
    for await (const line of lines) {
      if (ctx.board.take(action.image, line)) {
        clearTimeout(timer);
        timer = setTimeout(give, limit);
      }
      const now = performance.now();
      if (now - told >= tellEvery) {
        told = now;
        ctx.emit({ type: 'pull', ...ctx.board.snapshot(action.image) });
        tellProgress(ctx, 'pulling');
      }
    }
  } catch (error) {
    throw stalled.signal.aborted ? stalled.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

async function build(ctx: ImageContext, action: ImageAction): Promise<void> {
  const name = action.services.find((s) => ctx.model.project.services[s]?.build);
  const service = name === undefined ? undefined : ctx.model.project.services[name];
  if (!name || !service) throw failure('IMAGE_MISSING', { image: action.image });
  for (const s of action.services) ctx.emit({ type: 'service', service: s, state: 'building' });
  const tail: string[] = [];
  try {
    await step(ctx, 'image.build', action.image, name, async () => {
      const options = buildOptions(ctx.model, name, service, ctx.proxies);
      for await (const line of ctx.engine.buildImage({ ...options, signal: ctx.signal })) {
        if (line.text === '') continue;
        tail.push(line.text);
        if (tail.length > 40) tail.shift();
        ctx.emit({ type: 'build', service: name, image: action.image, line: line.text });
      }
    });
    ctx.progress.built(action.image);
    tellProgress(ctx, 'building');
  } catch (error) {
    if (ctx.signal.aborted) throw error;
    throw fromUnknown(error, {
      operation: 'image.build',
      image: action.image,
      service: name,
      evidence: [{ label: 'build output', lines: tail }],
    });
  }
}
