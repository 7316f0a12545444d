import { failure } from '../diagnose/index.ts';
import type { ContainerSummary } from '../engine/index.ts';
import { label } from './labels.ts';
import type { Selection, StackModel } from './model.ts';

/** `x-sutazai.tier` of a service, if the file gives one. */
export function tierOf(model: StackModel, service: string): string | undefined {
  const block = model.project.services[service]?.['x-sutazai'] as { tier?: unknown } | undefined;
  return typeof block?.tier === 'string' ? block.tier : undefined;
}

/** What the product calls a service, if the file says. */
export function titleOf(model: StackModel, service: string): string | undefined {
  const block = model.project.services[service]?.['x-sutazai'] as { title?: unknown } | undefined;
  return typeof block?.title === 'string' ? block.title : undefined;
}

/**
 * Names of the selected services; all of them for an empty selection.
 * @throws SutazaiError COMPOSE_UNKNOWN_SERVICE for a name or tier that nothing has.
 */
export function selectedServices(model: StackModel, selection: Selection): Set<string> {
  const all = Object.keys(model.project.services);
  const names = selection.services ?? [];
  for (const name of names) {
    if (!all.includes(name)) {
      throw failure('COMPOSE_UNKNOWN_SERVICE', { service: name, known: all.sort().join(', ') });
    }
  }
  if (selection.tier === undefined) return new Set(names.length > 0 ? names : all);
  const inTier = all.filter((name) => tierOf(model, name) === selection.tier);
  if (inTier.length === 0) {
    const tiers = [...new Set(all.flatMap((name) => tierOf(model, name) ?? []))].sort();
    throw failure('UNKNOWN_TIER', { tier: selection.tier, known: tiers.join(', ') || 'none' });
  }
  return new Set([...inTier, ...names]);
}

/** The project's own containers of the selected services (one-off ones left out), by service and number. */
export function containersOf(
  containers: readonly ContainerSummary[],
  services: ReadonlySet<string>,
): ContainerSummary[] {
  const number = (c: ContainerSummary) => Number(c.labels[label.number] ?? 1);
  return containers
    .filter((c) => services.has(c.labels[label.service] ?? '') && c.labels[label.oneoff] !== 'True')
    .sort(
      (a, b) => (a.labels[label.service] ?? '').localeCompare(b.labels[label.service] ?? '') || number(a) - number(b),
    );
}
