import type { ContainerSummary } from '../../engine/index.ts';
import { label } from '../labels.ts';
import { stoppedBy } from '../plan/handovers.ts';
import { holds, type WantedPort } from '../wanted-ports.ts';
import type { CheckInput } from './input.ts';

/** A container of this very project that holds the port; `stays` if it is still there when the service starts. */
export function ownHolder(w: WantedPort, input: CheckInput): { owner: string; stays: boolean } | undefined {
  const holders = (input.previous ?? []).filter((c) => holds(c, w));
  const inTheWay = holders.find((c) => stays(c, w, input));
  const one = inTheWay ?? holders[0];
  return one && { owner: describe(one, input), stays: inTheWay !== undefined };
}

/** The service's own container keeps the port or hands it on; another's does only if this plan stops it. */
function stays(c: ContainerSummary, w: WantedPort, { plan }: CheckInput): boolean {
  if (!plan || c.labels[label.service] === w.service) return false;
  return !stoppedBy(plan.services, plan.orphans).has(c.id);
}

function describe(c: ContainerSummary, { plan }: CheckInput): string {
  const orphan = plan?.orphans.some((o) => o.id === c.id);
  return orphan
    ? `container ${c.name}, which the files no longer have (\`sutazai up --remove-orphans\` removes it)`
    : `container ${c.name} of this project`;
}
