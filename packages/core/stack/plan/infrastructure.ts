import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import type { Observed } from '../observe/observed.ts';
import type { NetworkAction, VolumeAction } from './types.ts';

/** Networks that the services in `order` use. A network with another (known) config hash is recreated. */
export function planNetworks(
  model: StackModel,
  observed: Observed,
  hashes: ReadonlyMap<string, string>,
  order: readonly string[],
): NetworkAction[] {
  const used = new Set(order.flatMap((name) => Object.keys(model.project.services[name]?.networks ?? {})));
  const actions: NetworkAction[] = [];
  for (const [key, network] of Object.entries(model.project.networks ?? {})) {
    if (!used.has(key)) continue;
    const name = network.name ?? `${model.project.name}_${key}`;
    const present = observed.networks.get(key);
    const base = { key, name, ...(present ? { id: present.id } : {}) };
    if (network.external) actions.push({ ...base, action: 'external', reasons: [] });
    else if (!present) actions.push({ ...base, action: 'create', reasons: [{ code: 'absent' }] });
    else {
      // Only our own hash can be compared; a network of docker compose's making (or nobody's) is left untouched.
      const known = present.labels['ai.sutazai.hash-version'] ? present.labels[label.configHash] : undefined;
      const diverged = known !== undefined && known !== hashes.get(key);
      actions.push({
        ...base,
        action: diverged ? 'recreate' : 'keep',
        reasons: diverged ? [{ code: 'config-changed' }] : [],
      });
    }
  }
  return actions;
}

/** Named volumes that the services in `order` use. Data is never dropped by a plan: what exists is kept. */
export function planVolumes(model: StackModel, observed: Observed, order: readonly string[]): VolumeAction[] {
  const used = new Set(
    order.flatMap((name) =>
      (model.project.services[name]?.volumes ?? []).flatMap((v) => (v.type === 'volume' && v.source ? [v.source] : [])),
    ),
  );
  const actions: VolumeAction[] = [];
  for (const [key, volume] of Object.entries(model.project.volumes ?? {})) {
    if (!used.has(key)) continue;
    const name = volume.name ?? `${model.project.name}_${key}`;
    const present = observed.volumes.get(key);
    actions.push({ key, name, action: volume.external ? 'external' : present ? 'keep' : 'create' });
  }
  return actions;
}
