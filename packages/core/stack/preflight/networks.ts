import { diagnose } from '../../diagnose/index.ts';
import type { CheckInput } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Bridges that the engine's default address pools give (facts 3.8: 31, one of them the default bridge's). */
const poolSize = 30;

/** Networks that have to be made against the address ranges that are left. */
export async function checkNetworks(input: CheckInput): Promise<PreflightFinding[]> {
  const { project } = input.model;
  const existing = await input.engine.listNetworks({}, input.signal);
  const names = new Set(existing.map((n) => n.name));
  const wanted = Object.entries(project.networks ?? {}).filter(
    ([key, n]) =>
      // Only bridges take a range of the pool.
      (n.driver ?? 'bridge') === 'bridge' &&
      !n.external &&
      !n.ipam?.config?.length &&
      !names.has(n.name ?? `${project.name}_${key}`),
  );
  const bridges = existing.filter((n) => n.driver === 'bridge' && n.name !== 'bridge').length;
  if (wanted.length === 0 || bridges + wanted.length <= poolSize) return [];
  const diagnosis = diagnose('NETWORK_POOL_EXHAUSTED', { network: wanted.map(([key]) => key).join(', ') });
  return [{ check: 'network', level: 'warning', diagnosis }];
}
