import type { ContainerSummary } from '../../engine/index.ts';
import { label } from '../labels.ts';
import { dependentsFromLabels } from './graph.ts';

/**
 * Runs `stop` for every container, each after the containers of all services that depend on it are stopped; whatever no
 * edge orders runs at once (the caller's limiter bounds it; `priority` is highest where the longest chain waits). A cycle in the labels is cut where it closes.
 * Rejects with the first error after all have been tried.
 */
export async function inStopOrder(
  containers: readonly ContainerSummary[],
  stop: (container: ContainerSummary, priority: number) => Promise<void>,
): Promise<void> {
  const dependents = dependentsFromLabels(containers.filter((c) => c.state === 'running' || c.state === 'restarting'));
  const byService = new Map<string, ContainerSummary[]>();
  for (const c of containers) {
    const service = c.labels[label.service] ?? '';
    byService.set(service, [...(byService.get(service) ?? []), c]);
  }
  const stopped = new Map<string, Promise<void>>();
  const errors: unknown[] = [];
  const chain = chainsBelow(dependents);
  const stopService = (service: string, path: readonly string[]): Promise<void> => {
    const known = stopped.get(service);
    if (known) return known;
    const before = [...(dependents.get(service) ?? [])].filter((d) => !path.includes(d));
    const promise = (async () => {
      await Promise.all(before.map((d) => stopService(d, [...path, service])));
      const results = await Promise.allSettled((byService.get(service) ?? []).map((c) => stop(c, chain(service))));
      for (const r of results) if (r.status === 'rejected') errors.push(r.reason);
    })();
    stopped.set(service, promise);
    return promise;
  };
  await Promise.all([...byService.keys()].map((s) => stopService(s, [])));
  if (errors.length > 0) throw errors[0];
}

/** Length of the longest chain of services that can stop only after this one. */
function chainsBelow(dependents: ReadonlyMap<string, ReadonlySet<string>>): (service: string) => number {
  const dependencies = new Map<string, string[]>();
  for (const [on, users] of dependents) {
    for (const user of users) dependencies.set(user, [...(dependencies.get(user) ?? []), on]);
  }
  const memo = new Map<string, number>();
  const length = (service: string, path: readonly string[]): number => {
    const known = memo.get(service);
    if (known !== undefined) return known;
    const below = (dependencies.get(service) ?? []).filter((d) => !path.includes(d));
    const value = 1 + Math.max(0, ...below.map((d) => length(d, [...path, service])));
    memo.set(service, value);
    return value;
  };
  return (service) => length(service, []);
}
