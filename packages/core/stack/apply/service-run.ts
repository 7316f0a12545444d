import type { Service } from '../../compose/index.ts';
import { fromUnknown } from '../../diagnose/index.ts';
import { afterStart, beforeStop } from '../hooks.ts';
import { healthCommand, healthTiming } from '../payload/index.ts';
import type { ContainerAction, ServicePlan } from '../plan/types.ts';
import { type Created, create, recreate } from './containers.ts';
import { type ApplyContext, step, tellProgress } from './context.ts';
import type { Gates } from './gates.ts';
import type { PortHandover } from './port-handover.ts';
import { Readiness, type Ready } from './readiness.ts';

export interface RunState {
  gates: Gates;
  /** First container's id by service, for `service:x` references; filled as containers are created. */
  ids: Map<string, string>;
  chains: ReadonlyMap<string, number>;
  /** Starts one after the other, for services whose ports the engine picks. */
  serial: <T>(task: () => Promise<T>) => Promise<T>;
  handover: PortHandover;
  /** Removals of orphans by container name; they never reject. */
  orphans: ReadonlyMap<string, Promise<void>>;
}

/** Takes one service from what it is to ready. Never rejects: a failure is told, counted and handed to the dependents. */
export async function runService(ctx: ApplyContext, plan: ServicePlan, state: RunState): Promise<void> {
  const service = ctx.model.project.services[plan.service];
  if (!service) return;
  try {
    const outcome = await run(ctx, plan, service, state).catch((error: unknown) => {
      if (ctx.signal.aborted || !spentId.test(error instanceof Error ? error.message : '')) throw error;
      return run(ctx, replaced(plan), service, state);
    });
    ctx.progress.stage(plan.service, 'ready');
    state.gates.open(plan.service);
    count(ctx, plan, outcome);
    tellProgress(ctx, 'starting');
  } catch (error) {
    state.gates.fail(plan.service, error);
    if (ctx.signal.aborted) return;
    const problem = fromUnknown(error, { operation: 'container.start', service: plan.service });
    ctx.failures.push(problem);
    ctx.summary.failed.push(plan.service);
    ctx.emit({
      type: 'service',
      service: plan.service,
      state: problem.code === 'DEPENDENCY_FAILED' ? 'skipped' : 'failed',
    });
    ctx.emit({ type: 'failure', diagnosis: { ...problem.diagnosis, service: plan.service } });
  }
}

/**
 * An engine that is killed in the middle of a start can leave a folder of containerd's behind that neither a restart nor time
 * clears: no container of this id will ever start again (seen on 28.5.2), and only another one helps.
 */
const spentId = /io\.containerd\.runtime\.v2\.task\S*: file exists/;

function replaced(plan: ServicePlan): ServicePlan {
  const containers = plan.containers.map(
    (c): ContainerAction =>
      c.id && (c.action === 'start' || c.action === 'restart')
        ? { ...c, action: 'recreate', reasons: [...c.reasons, { code: 'dead' }] }
        : c,
  );
  return { ...plan, containers };
}

type Outcome = 'kept' | 'ready' | 'finished';

async function run(ctx: ApplyContext, plan: ServicePlan, service: Service, state: RunState): Promise<Outcome> {
  const { gates } = state;
  const work = plan.containers.filter((c) => c.action !== 'keep' && c.action !== 'done');
  for (const c of plan.containers) if (c.id && c.action !== 'remove') rememberId(state, plan.service, c.id);
  if (work.length === 0) {
    ctx.emit({ type: 'service', service: plan.service, state: 'kept' });
    ctx.summary.kept += plan.containers.length;
    return 'kept';
  }
  await Promise.all(work.filter((c) => c.action === 'remove').map((c) => removeSurplus(ctx, plan.service, c, state)));
  for (const c of work) {
    if (!c.renameFrom || !c.id) continue;
    const id = c.id;
    await step(ctx, 'container.rename', c.name, plan.service, () => ctx.engine.renameContainer(id, c.name));
  }

  // Created ahead of the dependencies: the engine does not need their order, only the start does (facts 1.6).
  const input = { name: plan.service, service, containerIds: (s: string) => state.ids.get(s) };
  const ahead = new Map<ContainerAction, Created>();
  await parentsCreated(plan, service, state);
  const fresh = work.filter((c) => c.action === 'create');
  if (fresh.length > 0) {
    await ctx.infrastructure(plan.service);
    await ctx.image(plan.image);
    ctx.signal.throwIfAborted();
    ctx.emit({ type: 'service', service: plan.service, state: 'creating' });
    await Promise.all(
      fresh.map(async (action) => {
        await state.orphans.get(action.name);
        const created = await create(ctx, { ...input, action });
        ahead.set(action, created);
        rememberId(state, plan.service, created.id);
        ctx.summary.created += 1;
      }),
    );
    ctx.progress.stage(plan.service, 'created');
    ctx.emit({ type: 'service', service: plan.service, state: 'created' });
  }

  await gates.waitFor(ctx, plan);
  ctx.signal.throwIfAborted();
  const begun = performance.now();
  const waits: Promise<Ready>[] = [];
  const starts: Promise<void>[] = [];
  for (const action of work) {
    if (action.action === 'remove') continue;
    let made = ahead.get(action);
    if (action.action === 'recreate' && action.id) {
      await ctx.infrastructure(plan.service);
      await Promise.all([state.handover.beforeRemoval(action.id), state.orphans.get(action.name)]);
      made = await recreate(ctx, { ...input, action }, action.id);
      state.ids.set(plan.service, made.id);
      ctx.summary.recreated += 1;
    }
    const id = made?.id ?? action.id;
    if (id === undefined) continue;
    const readiness = await readinessOf(ctx, plan, service, action, id, state, made !== undefined);
    waits.push(readiness.result);
    if (action.action === 'wait') {
      await readiness.fromCurrentState();
      continue;
    }
    ctx.emit({ type: 'service', service: plan.service, state: 'starting' });
    starts.push(start(ctx, plan, action, id, state, made?.serialStart === true, readiness));
  }
  await Promise.all(starts);
  ctx.progress.stage(plan.service, 'started');
  ctx.emit({ type: 'service', service: plan.service, state: 'started' });
  gates.of(plan.service).started.resolve();
  tellProgress(ctx, 'starting');
  const results = await Promise.all(waits);
  const finished = results.find((r) => r.state === 'finished');
  const by = results.find((r) => r.state === 'ready');
  ctx.emit({
    type: 'service',
    service: plan.service,
    state: finished ? 'finished' : 'ready',
    ...(finished ? { by: 'exit' as const } : by?.state === 'ready' ? { by: by.by } : {}),
    took: Math.round(performance.now() - begun),
  });
  return finished ? 'finished' : 'ready';
}

function count(ctx: ApplyContext, plan: ServicePlan, outcome: Outcome): void {
  if (outcome === 'finished' || plan.containers.some((c) => c.action === 'done')) ctx.summary.finished += 1;
  else ctx.summary.ready += 1;
}

async function start(
  ctx: ApplyContext,
  plan: ServicePlan,
  action: ContainerAction,
  id: string,
  state: RunState,
  serial: boolean,
  readiness: Readiness,
): Promise<void> {
  const restart = action.action === 'restart';
  const service = ctx.model.project.services[plan.service];
  const target = { id, name: action.name, service: plan.service };
  if (restart) await beforeStop(ctx, target, service);
  await state.handover.freePorts(action);
  const call = () =>
    ctx.limits.start(async () => {
      ctx.signal.throwIfAborted();
      await step(ctx, restart ? 'container.restart' : 'container.start', action.name, plan.service, () =>
        restart ? ctx.engine.restartContainer(id) : ctx.engine.startContainer(id),
      );
    }, state.chains.get(plan.service) ?? 0);
  await (serial ? state.serial(call) : call());
  ctx.summary.started += 1;
  await afterStart(ctx, target, service);
  readiness.started();
}

async function readinessOf(
  ctx: ApplyContext,
  plan: ServicePlan,
  service: Service,
  action: ContainerAction,
  id: string,
  state: RunState,
  madeByUs: boolean,
): Promise<Readiness> {
  const image = await ctx.image(plan.image).catch(() => undefined);
  const command = healthCommand(service, image?.config);
  const early = (madeByUs || ctx.ours.has(id)) && ctx.engine.apiMinor >= 44 && !ctx.engine.isPodman;
  return new Readiness(ctx, {
    service: plan.service,
    name: action.name,
    id,
    job: plan.job,
    hasHealthcheck: command !== undefined,
    restarts: restartsAfter(service),
    ...(command && !early
      ? { ownProbe: { cmd: command.cmd, timeoutMs: healthTiming(service, image?.config).timeoutNs / 1e6 } }
      : {}),
    priority: state.chains.get(plan.service) ?? 0,
  });
}

/** Whether the engine's restart policy brings the container back after an exit. */
export function restartsAfter(service: Pick<Service, 'deploy' | 'restart'>): (code: number, before: number) => boolean {
  const { condition, max_attempts: attempts } = service.deploy?.restart_policy ?? {};
  const [policy, most] = (condition ?? service.restart ?? 'no').split(':');
  if (policy === 'always' || policy === 'unless-stopped' || policy === 'any') return () => true;
  // `on-failure:2`: after the second restart the engine gives up, and whoever waits on would wait for ever.
  const limit = Number(attempts ?? most) || Number.POSITIVE_INFINITY;
  if (policy === 'on-failure') return (code, before) => code !== 0 && before < limit;
  return () => false;
}

async function removeSurplus(
  ctx: ApplyContext,
  service: string,
  action: ContainerAction,
  state: RunState,
): Promise<void> {
  const { id } = action;
  if (!id) return;
  await state.handover.beforeRemoval(id);
  await beforeStop(ctx, { id, name: action.name, service }, ctx.model.project.services[service]);
  await step(ctx, 'container.remove', action.name, service, async () => {
    await ctx.limits.stop(() => ctx.engine.stopContainer(id, { signal: ctx.signal }));
    await ctx.engine.removeContainer(id, { force: true });
  });
  ctx.summary.removed += 1;
}

/** `service:x` needs x's container id: the one case in which a create has to wait for another. */
async function parentsCreated(plan: ServicePlan, service: Service, state: RunState): Promise<void> {
  const refs = [service.network_mode, service.ipc, service.pid, service.uts, service.cgroup];
  const parents = [
    ...refs.flatMap((r) => (typeof r === 'string' && r.startsWith('service:') ? [r.slice('service:'.length)] : [])),
    ...(service.volumes_from ?? []).flatMap((v) => (v.startsWith('container:') ? [] : [v.split(':')[0] ?? ''])),
  ].filter((p) => plan.waitsFor.some((d) => d.service === p));
  await Promise.all(parents.map((p) => state.gates.of(p).started.promise));
}

function rememberId(state: RunState, service: string, id: string): void {
  if (!state.ids.has(service)) state.ids.set(service, id);
}
