import { fromUnknown } from '../../diagnose/index.ts';
import type { ContainerSummary, Engine } from '../../engine/index.ts';
import { step } from '../apply/context.ts';
import { Deferred } from '../apply/deferred.ts';
import { limiter } from '../apply/limiter.ts';
import { retryBusy } from '../apply/retry-busy.ts';
import type { StackEvent } from '../events.ts';
import { beforeStop } from '../hooks.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { fail, type Operation, operation } from '../operation.ts';
import { findOrphans } from '../plan/plan.ts';
import type { DownOptions } from '../stack.ts';
import { inStopOrder } from './stop-order.ts';

/** More at once only lets them wait inside the engine (facts 4.2: 8 beats 30). */
const atOnce = 8;

/**
 * Stops and removes the project's containers and networks, on request its volumes and images too. What is already gone is
 * success; a network that something else still uses is a warning. Works from the labels alone.
 */
export function down(engine: Engine, model: StackModel, options: DownOptions): AsyncIterable<StackEvent> {
  return operation(options.signal, async (op) => {
    const { name } = model.project;
    const filter = { label: [`${label.project}=${name}`] };
    const [containers, networks, volumes] = await Promise.all([
      engine.listContainers(filter, op.signal),
      engine.listNetworks(filter, op.signal),
      engine.listVolumes(filter, op.signal),
    ]);
    const mine = withoutForeignOrphans(model, containers, options, op);
    // A network goes as soon as its last container has gone: the engine needs a tenth of a second for each.
    const emptied = new Map(networks.map((n) => [n.name, new Deferred<void>()]));
    const left = new Map(networks.map((n) => [n.name, mine.filter((c) => n.name in c.networks).length]));
    const gone = (name: string, count: number) => {
      left.set(name, (left.get(name) ?? 0) - count);
      if ((left.get(name) ?? 0) <= 0) emptied.get(name)?.resolve();
    };
    for (const n of networks) gone(n.name, 0);
    const oneByOne = limiter(1);
    const removals = networks.map(async (n) => {
      await emptied.get(n.name)?.promise;
      await oneByOne(() => removeNetwork(engine, n.id, n.name, op));
    });
    await removeContainers({ engine, model }, mine, options, op, (c) => {
      for (const name of Object.keys(c.networks)) gone(name, 1);
    });
    op.signal.throwIfAborted();
    await Promise.all([
      ...removals,
      ...(options.volumes ? volumes.map((v) => removeVolume(engine, v.name, op)) : []),
      ...(options.images ? imagesOf(model).map((i) => removeImage(engine, i, op)) : []),
    ]);
  });
}

/** Orphans stay unless asked for; with no compose file everything is known by its labels and there are no orphans. */
function withoutForeignOrphans(
  model: StackModel,
  containers: ContainerSummary[],
  options: DownOptions,
  op: Operation,
): ContainerSummary[] {
  if (options.removeOrphans) return containers;
  const orphans = new Set(findOrphans(model, containers).map((c) => c.id));
  if (orphans.size > 0) {
    const names = containers.filter((c) => orphans.has(c.id)).map((c) => c.name);
    op.emit({
      type: 'warning',
      code: 'ORPHANS',
      message: `${names.join(', ')}: no longer in the files, left as they are; \`--remove-orphans\` removes them`,
    });
  }
  return containers.filter((c) => !orphans.has(c.id));
}

async function removeContainers(
  { engine, model }: { engine: Engine; model: StackModel },
  containers: ContainerSummary[],
  options: DownOptions,
  op: Operation,
  onRemoved: (container: ContainerSummary) => void,
): Promise<void> {
  const limit = limiter(atOnce);
  const removals: Promise<void>[] = [];
  await inStopOrder(containers, async (c, priority) => {
    const service = c.labels[label.service];
    if (c.state === 'running' || c.state === 'restarting' || c.state === 'paused') {
      if (service) {
        op.emit({ type: 'service', service, state: 'stopping' });
        const hooks = model.project.services[service];
        await beforeStop({ ...op, engine }, { id: c.id, name: c.name, service }, hooks);
      }
      await limit(
        () =>
          step(op, 'container.stop', c.name, service, () =>
            engine.stopContainer(c.id, {
              signal: op.signal,
              ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
            }),
          ),
        priority,
      );
      op.summary.stopped += 1;
    }
    // The removal holds nobody up: what this one depends on may stop as soon as it has stopped.
    const removal = limit(async () => {
      op.signal.throwIfAborted();
      await step(op, 'container.remove', c.name, service, () =>
        engine.removeContainer(c.id, { force: true, volumes: options.volumes === true }),
      );
      op.summary.removed += 1;
      onRemoved(c);
      if (service) op.emit({ type: 'service', service, state: 'removed' });
    });
    removal.catch(() => undefined);
    removals.push(removal);
  });
  await Promise.all(removals);
}

async function removeNetwork(engine: Engine, id: string, name: string, op: Operation): Promise<void> {
  try {
    await step(op, 'network.remove', name, undefined, () => retryBusy(() => engine.removeNetwork(id)));
  } catch (error) {
    // A phantom endpoint (facts 4.5) or a container of somebody else's: never a reason to fail a `down`.
    const problem = fromUnknown(error, { operation: 'network.remove', network: name });
    op.emit({ type: 'warning', code: problem.code, message: problem.message });
  }
}

async function removeVolume(engine: Engine, name: string, op: Operation): Promise<void> {
  try {
    await step(op, 'volume.remove', name, undefined, () => retryBusy(() => engine.removeVolume(name, true)));
  } catch (error) {
    fail(op, fromUnknown(error, { operation: 'volume.remove', volume: name }));
  }
}

async function removeImage(engine: Engine, image: string, op: Operation): Promise<void> {
  try {
    await step(op, 'image.remove', image, undefined, () => engine.removeImage(image));
  } catch (error) {
    const problem = fromUnknown(error, { operation: 'image.remove', image });
    op.emit({ type: 'warning', code: problem.code, message: problem.message });
  }
}

function imagesOf(model: StackModel): string[] {
  const { project } = model;
  return [...new Set(Object.entries(project.services).map(([name, s]) => s.image ?? `${project.name}-${name}`))];
}
