import type { ContainerSummary } from '../../engine/index.ts';
import { label } from '../labels.ts';

/**
 * Who depends on whom, read from the containers' own labels (`db:service_healthy:false,…`): it needs no compose file and
 * says what was true when they were made (facts 1.2). Service → services that depend on it.
 */
export function dependentsFromLabels(containers: readonly ContainerSummary[]): Map<string, Set<string>> {
  const dependents = new Map<string, Set<string>>();
  for (const c of containers) {
    const service = c.labels[label.service];
    if (!service) continue;
    for (const entry of (c.labels[label.dependsOn] ?? '').split(',')) {
      const on = entry.split(':')[0];
      if (!on || on === service) continue;
      const set = dependents.get(on) ?? new Set();
      dependents.set(on, set.add(service));
    }
  }
  return dependents;
}
