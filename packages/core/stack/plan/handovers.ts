import type { Service } from '../../compose/index.ts';
import type { ContainerSummary } from '../../engine/index.ts';
import { label } from '../labels.ts';
import { holds, portsOf } from '../wanted-ports.ts';
import type { ContainerAction, PortHolder, ServicePlan } from './types.ts';

/** Containers of ours that a plan stops: those it removes or makes anew, and the orphans it clears away. */
export function stoppedBy(services: readonly ServicePlan[], orphans: readonly { id: string; remove: boolean }[]) {
  const actions = services.flatMap((s) => s.containers);
  return new Set([
    ...actions.flatMap((c) => (c.id && (c.action === 'recreate' || c.action === 'remove') ? [c.id] : [])),
    ...orphans.filter((o) => o.remove).map((o) => o.id),
  ]);
}

/**
 * Marks each container that will start on a host port which another one holds until this plan stops it: a port moved from
 * one service to another, a service under a new name. Without the order the engine refuses the start.
 */
export function withHandovers(
  services: readonly ServicePlan[],
  all: Readonly<Record<string, Service>>,
  observed: readonly ContainerSummary[],
  stopped: ReadonlySet<string>,
): ServicePlan[] {
  const holders = observed.filter((c) => stopped.has(c.id));
  if (holders.length === 0) return [...services];
  return services.map((plan) => {
    const wanted = portsOf(plan.service, all[plan.service] ?? {});
    const containers = plan.containers.map((action): ContainerAction => {
      if (!starts(action)) return action;
      const from = holders.filter((c) => c.id !== action.id && wanted.some((w) => holds(c, w))).map(asHolder);
      return from.length > 0 ? { ...action, portsFrom: from } : action;
    });
    return { ...plan, containers };
  });
}

function starts({ action }: ContainerAction): boolean {
  return action === 'create' || action === 'recreate' || action === 'start';
}

function asHolder(c: ContainerSummary): PortHolder {
  return { id: c.id, container: c.name, service: c.labels[label.service] ?? '' };
}
