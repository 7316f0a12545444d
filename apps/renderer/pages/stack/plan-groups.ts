import type { Plan } from '@sutazai/core/contract';

type Reason = Plan['networks'][number]['reasons'][number];

export interface PlanGroup {
  kind:
    | 'pull'
    | 'build'
    | 'create'
    | 'job'
    | 'recreate'
    | 'start'
    | 'restart'
    | 'remove'
    | 'keep'
    | 'external'
    | 'volume';
  items: { name: string; reason?: Reason }[];
}

const order: PlanGroup['kind'][] = [
  'pull',
  'build',
  'create',
  'recreate',
  'restart',
  'start',
  'job',
  'volume',
  'remove',
  'external',
  'keep',
];

/** A plan as a person reads it: what is fetched, made, changed, started and left alone, each service once. */
export function planGroups(plan: Plan): PlanGroup[] {
  const groups = new Map<PlanGroup['kind'], PlanGroup['items']>();
  const add = (kind: PlanGroup['kind'], name: string, reason?: Reason) => {
    const items = groups.get(kind) ?? [];
    if (!items.some((i) => i.name === name)) items.push(reason ? { name, reason } : { name });
    groups.set(kind, items);
  };
  for (const image of plan.images) if (image.action !== 'keep') add(image.action, image.image);
  for (const volume of plan.volumes) if (volume.action === 'create') add('volume', volume.name);
  for (const service of plan.services) {
    for (const c of service.containers) {
      const [reason] = c.reasons;
      if (service.job && ['create', 'recreate', 'start', 'restart'].includes(c.action)) add('job', service.service);
      else if (c.action === 'create') add('create', service.service);
      else if (c.action === 'recreate') add('recreate', service.service, reason);
      else if (c.action === 'start') add('start', service.service);
      else if (c.action === 'restart') add('restart', service.service, reason);
      else if (c.action === 'remove') add('remove', c.name);
      else add('keep', service.service);
    }
  }
  for (const orphan of plan.orphans) if (orphan.remove) add('remove', orphan.container);
  for (const external of plan.external) add('external', external.service);
  return order.flatMap((kind) => {
    const items = groups.get(kind);
    return items ? [{ kind, items }] : [];
  });
}
