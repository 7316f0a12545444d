import type { Service } from '../../compose/index.ts';
import type { DependencyCondition } from './types.ts';

export interface Dependency {
  service: string;
  condition: DependencyCondition;
  required: boolean;
  /** The dependent is restarted when this dependency is recreated. */
  restart: boolean;
}

/** A service's dependencies as the normalised model states them (implicit ones of links and `service:x` included). */
export function dependenciesOf(service: Service): Dependency[] {
  return Object.entries(service.depends_on ?? {}).map(([name, d]) => ({
    service: name,
    condition: d.condition as DependencyCondition,
    required: d.required !== false,
    restart: d.restart === true,
  }));
}

/**
 * Services so ordered that each stands after what it depends on; by name where the order is free.
 * The loader has refused cycles; a leftover (a project read back from labels) is appended as it is.
 */
export function startOrder(services: Record<string, Service>): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (name: string, path: Set<string>) => {
    if (done.has(name) || path.has(name)) return;
    const service = services[name];
    if (!service) return;
    path.add(name);
    for (const d of dependenciesOf(service).sort((a, b) => (a.service < b.service ? -1 : 1))) visit(d.service, path);
    path.delete(name);
    done.add(name);
    order.push(name);
  };
  for (const name of Object.keys(services).sort()) visit(name, new Set());
  return order;
}

/**
 * Length of the longest chain of dependents behind each service, itself included: the start priority. What the most
 * others wait for goes first (facts 4.4: starts are bound by the processor, so their order is what can be won).
 */
export function chainLengths(services: Record<string, Service>): Map<string, number> {
  const dependents = dependentsOf(services);
  const memo = new Map<string, number>();
  const depth = (name: string, path: Set<string>): number => {
    const known = memo.get(name);
    if (known !== undefined) return known;
    if (path.has(name)) return 0;
    path.add(name);
    const value = 1 + Math.max(0, ...(dependents.get(name) ?? []).map((d) => depth(d, path)));
    path.delete(name);
    memo.set(name, value);
    return value;
  };
  for (const name of Object.keys(services)) depth(name, new Set());
  return memo;
}

/** Direct dependents by service. */
export function dependentsOf(services: Record<string, Service>): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [name, service] of Object.entries(services)) {
    for (const d of dependenciesOf(service)) {
      const list = map.get(d.service);
      if (list) list.push(name);
      else map.set(d.service, [name]);
    }
  }
  return map;
}

/** The named services and everything they depend on, directly or not. */
export function withDependencies(services: Record<string, Service>, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const service = services[name];
    if (!service || found.has(name)) return;
    found.add(name);
    for (const d of dependenciesOf(service)) visit(d.service);
  };
  for (const name of names) visit(name);
  return found;
}
