import { failure } from '../../diagnose/index.ts';
import type { Engine } from '../../engine/index.ts';
import { apply } from '../apply/apply.ts';
import { step } from '../apply/context.ts';
import { EngineWatch } from '../apply/engine-watch.ts';
import { limiter } from '../apply/limiter.ts';
import { inStopOrder } from '../down/stop-order.ts';
import type { StackEvent } from '../events.ts';
import { beforeStop } from '../hooks.ts';
import { label } from '../labels.ts';
import type { Selection, StackModel } from '../model.ts';
import { type Operation, operation } from '../operation.ts';
import type { Plan } from '../plan/types.ts';
import { containersOf, selectedServices } from '../select.ts';
import type { OperationOptions } from '../stack.ts';
import { lookAndPlan } from '../up.ts';

interface Lifecycle {
  engine: Engine;
  model: StackModel;
  cpus: () => Promise<number>;
}
type StopOptions = OperationOptions & { timeout?: number };

const stopsAtOnce = 8;
const defaultReadyTimeout = 10 * 60_000;

/** Starts containers that exist, in dependency order, and waits until they are ready. Creates and recreates nothing. */
export function start(stack: Lifecycle, selection: Selection, options: OperationOptions): AsyncIterable<StackEvent> {
  return operation(options.signal, (op) => startSelected(stack, selection, options, op));
}

/** Stops running containers, dependents first. */
export function stop(stack: Lifecycle, selection: Selection, options: StopOptions): AsyncIterable<StackEvent> {
  return operation(options.signal, (op) => stopSelected(stack, selection, options, op));
}

/** Stops and starts again; jobs that have finished are not run a second time. */
export function restart(stack: Lifecycle, selection: Selection, options: StopOptions): AsyncIterable<StackEvent> {
  return operation(options.signal, async (op) => {
    await stopSelected(stack, selection, options, op);
    op.signal.throwIfAborted();
    await startSelected(stack, selection, options, op);
  });
}

async function startSelected(
  stack: Lifecycle,
  selection: Selection,
  options: OperationOptions,
  op: Operation,
): Promise<void> {
  const { engine, model } = stack;
  const names = [...selectedServices(model, selection)];
  const watch = await EngineWatch.open(engine, model.project.name);
  try {
    const look = await lookAndPlan(engine, model, {
      selection: { services: names },
      noRecreate: true,
      pull: 'never',
      signal: op.signal,
    });
    const plan = existingOnly(look.plan, names);
    op.emit({ type: 'plan', plan });
    const result = await apply({
      engine,
      model,
      plan,
      observed: look.observed,
      hashes: look.hashes.services,
      networkHashes: look.hashes.networks,
      watch,
      signal: op.signal,
      emit: op.emit,
      cpus: await stack.cpus(),
      readyTimeout: options.readyTimeout ?? defaultReadyTimeout,
      pullStallTimeout: 0,
    });
    op.failures.push(...result.failures);
    Object.assign(op.summary, { ...result.summary, stopped: op.summary.stopped });
  } finally {
    watch.close();
  }
}

/** Leaves out what would have to be made first; that is `up`'s work. */
function existingOnly(plan: Plan, named: readonly string[]): Plan {
  const missing = plan.services.filter(
    (s) => named.includes(s.service) && s.containers.length > 0 && s.containers.every((c) => c.action === 'create'),
  );
  if (missing.length > 0 && missing.length === named.length) {
    throw failure('NOT_CREATED', { service: missing.map((s) => s.service).join(', ') });
  }
  const services = plan.services
    .map((s) => ({ ...s, containers: s.containers.filter((c) => c.action !== 'create' && c.action !== 'remove') }))
    .filter((s) => s.containers.length > 0);
  return { ...plan, services, images: [], networks: [], volumes: [], orphans: [] };
}

async function stopSelected(
  stack: Lifecycle,
  selection: Selection,
  options: StopOptions,
  op: Operation,
): Promise<void> {
  const { engine, model } = stack;
  const services = selectedServices(model, selection);
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, op.signal);
  const running = containersOf(all, services).filter(
    (c) => c.state === 'running' || c.state === 'restarting' || c.state === 'paused',
  );
  const limit = limiter(stopsAtOnce);
  await inStopOrder(running, async (c) => {
    const service = c.labels[label.service] ?? '';
    op.signal.throwIfAborted();
    op.emit({ type: 'service', service, state: 'stopping' });
    await beforeStop({ ...op, engine }, { id: c.id, name: c.name, service }, model.project.services[service]);
    await limit(() =>
      step(op, 'container.stop', c.name, service, () =>
        engine.stopContainer(c.id, {
          signal: op.signal,
          ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
        }),
      ),
    );
    op.summary.stopped += 1;
    op.emit({ type: 'service', service, state: 'stopped' });
  });
}
