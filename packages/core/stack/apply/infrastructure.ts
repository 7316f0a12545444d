import { failure } from '../../diagnose/index.ts';
import { label } from '../labels.ts';
import { networkSpec, volumeSpec } from '../payload/index.ts';
import type { NetworkAction, VolumeAction } from '../plan/types.ts';
import { type ApplyContext, step } from './context.ts';
import { limiter } from './limiter.ts';
import { retryBusy } from './retry-busy.ts';

type InfraContext = Omit<ApplyContext, 'infrastructure'>;

/**
 * Starts the creation of all networks and volumes at once and returns a look-up that resolves when those of one
 * service are there, or all of them.
 */
export function ensureInfrastructure(ctx: InfraContext): (service?: string) => Promise<void> {
  // The engine makes networks one at a time in any case (its firewall lock), and slower if several ask at once.
  const oneByOne = limiter(1);
  const networks = new Map(ctx.plan.networks.map((n) => [n.key, settled(oneByOne(() => network(ctx, n)))]));
  const volumes = new Map(ctx.plan.volumes.map((v) => [v.key, settled(volume(ctx, v))]));
  return async (name) => {
    if (name === undefined) {
      await Promise.all([...networks.values(), ...volumes.values()]);
      return;
    }
    const service = ctx.model.project.services[name];
    await Promise.all([
      ...Object.keys(service?.networks ?? {}).map((key) => networks.get(key)),
      ...(service?.volumes ?? []).map((v) => (v.type === 'volume' && v.source ? volumes.get(v.source) : undefined)),
    ]);
  };
}

/** Keeps a failure from counting as unhandled before a service awaits it. */
function settled(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}

async function network(ctx: InfraContext, action: NetworkAction): Promise<void> {
  if (action.action === 'keep') return;
  if (action.action === 'external') {
    if (!action.id) throw failure('NETWORK_MISSING', { network: action.name });
    return;
  }
  if (action.action === 'recreate' && action.id) await removeDiverged(ctx, action, action.id);
  const spec = networkSpec(ctx.model.project, action.key);
  await step(ctx, 'network.create', action.name, undefined, () => ctx.engine.createNetwork(spec, ctx.signal));
}

/**
 * A network's settings cannot be changed in place. Our own containers on it are stopped and cut off first (the plan
 * recreates them afterwards); if somebody else's container hangs on it, nothing is touched.
 */
async function removeDiverged(ctx: InfraContext, action: NetworkAction, id: string): Promise<void> {
  const detail = await ctx.engine.inspectNetwork(id);
  if (!detail) return;
  const ours = await ctx.engine.listContainers({ label: [`${label.project}=${ctx.plan.project}`] }, ctx.signal);
  const known = new Set(ours.map((c) => c.id));
  const foreign = detail.containers.filter((c) => !known.has(c));
  if (foreign.length > 0) {
    throw failure('NETWORK_ACTIVE_ENDPOINTS', {
      network: action.name,
      containers: foreign.map((c) => c.slice(0, 12)).join(', '),
    });
  }
  await Promise.all(
    detail.containers.map((container) =>
      ctx.limits.stop(async () => {
        await ctx.engine.stopContainer(container, { signal: ctx.signal });
        await ctx.engine.disconnectNetwork(id, container, true);
      }),
    ),
  );
  await step(ctx, 'network.remove', action.name, undefined, () => retryBusy(() => ctx.engine.removeNetwork(id)));
}

async function volume(ctx: InfraContext, action: VolumeAction): Promise<void> {
  if (action.action === 'keep') return;
  if (action.action === 'external') {
    if (!(await ctx.engine.inspectVolume(action.name))) throw failure('VOLUME_MISSING', { volume: action.name });
    return;
  }
  const spec = volumeSpec(ctx.model.project, action.key);
  await step(ctx, 'volume.create', action.name, undefined, () => ctx.engine.createVolume(spec, ctx.signal));
}
