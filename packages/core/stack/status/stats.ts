import { setMaxListeners } from 'node:events';
import type { Engine, EngineEvent, StatsSample } from '../../engine/index.ts';
import { EventStream } from '../apply/event-stream.ts';
import { containerActions } from '../container-actions.ts';
import { label } from '../labels.ts';
import type { Selection, StackModel } from '../model.ts';
import { containersOf, selectedServices } from '../select.ts';
import type { ServiceStats } from '../stack.ts';

/**
 * About one sample a second and container, for the containers that run now and those that start later. Rates are formed
 * between two samples, so the first value of a container comes with its second sample.
 */
export async function* stats(
  engine: Engine,
  model: StackModel,
  selection: Selection,
  signal: AbortSignal,
): AsyncIterable<ServiceStats> {
  const services = selectedServices(model, selection);
  const filter = { label: [`${label.project}=${model.project.name}`] };
  const out = new EventStream<ServiceStats>();
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  // Every container's stream waits on the one signal; that is no leak.
  setMaxListeners(0, both);
  signal.addEventListener('abort', () => out.end(), { once: true });
  const open = new Set<string>();

  const follow = async (id: string, service: string, container: string) => {
    if (open.has(id)) return;
    open.add(id);
    let before: StatsSample | undefined;
    try {
      for await (const now of engine.stats(id, both)) {
        // A stopped container's stream goes on with empty samples on some engines.
        if (now.systemCpuNs === 0) continue;
        if (before) out.push({ service, container, ...rates(before, now) });
        before = now;
      }
    } catch {
      // The container is gone: its stream is simply over.
    } finally {
      open.delete(id);
    }
  };
  const followIf = (id: string, service: string, name: string) => {
    if (services.has(service)) void follow(id, service, name);
  };
  const watchStarts = async () => {
    const listAll = async () => {
      const all = await engine.listContainers(filter, both);
      for (const c of containersOf(all, services)) {
        if (c.state === 'running') void follow(c.id, c.labels[label.service] ?? '', c.name);
      }
    };
    const events = engine.events({
      filter,
      actions: containerActions,
      signal: both,
      onSubscribed: () => void listAll().catch((error: unknown) => out.end(error)),
    });
    for await (const e of events) {
      if (e.action === 'start') void whose(engine, e).then(({ service, name }) => followIf(e.id, service, name));
    }
    out.end();
  };
  watchStarts().catch((error: unknown) => out.end(both.aborted ? undefined : error));
  try {
    yield* out;
  } finally {
    own.abort();
  }
}

/** An event tells the container's labels on most engines; where it does not, the container itself does. */
async function whose(engine: Engine, event: EngineEvent): Promise<{ service: string; name: string }> {
  const { [label.service]: service, name } = event.attributes;
  if (service !== undefined && name !== undefined) return { service, name };
  const detail = await engine.inspectContainer(event.id).catch(() => undefined);
  const labels = (detail?.raw.Config as { Labels?: Record<string, string> } | undefined)?.Labels ?? {};
  return { service: labels[label.service] ?? '', name: detail?.name ?? event.id };
}

/** Percent of one core, and bytes a second (facts 3.4: Δtotal / Δsystem × cores × 100). */
export function rates(before: StatsSample, now: StatsSample): Omit<ServiceStats, 'service' | 'container'> {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const system = now.systemCpuNs - before.systemCpuNs;
  const cpu = now.cpuTotalNs - before.cpuTotalNs;
  return {
    at: now.at,
    cpuPercent: system > 0 && cpu > 0 ? (cpu / system) * now.onlineCpus * 100 : 0,
    memoryBytes: now.memoryBytes,
    memoryLimitBytes: now.memoryLimitBytes,
    rxBytesPerSecond: Math.max(0, now.rxBytes - before.rxBytes) / seconds,
    txBytesPerSecond: Math.max(0, now.txBytes - before.txBytes) / seconds,
  };
}
