import type { Service } from '../../compose/index.ts';
import type { ContainerSummary } from '../../engine/index.ts';
import { label, own } from '../labels.ts';
import { containerName } from '../payload/index.ts';
import type { PlanInput } from './input.ts';
import { isJob } from './job.ts';
import { dependenciesOf } from './order.ts';
import type { ContainerAction, NetworkAction, Reason } from './types.ts';

/**
 * What happens to each container of one service: those that exist are kept, started or recreated, the missing ones
 * created, those beyond the wanted scale removed (obsolete ones first, then the highest numbers; facts 1.6).
 */
export function planContainers(
  name: string,
  service: Service,
  input: PlanInput,
  networks: readonly NetworkAction[],
  recreated: ReadonlySet<string>,
): ContainerAction[] {
  const { model, observed } = input;
  const scale = input.scale?.[name] ?? service.scale ?? service.deploy?.replicas ?? 1;
  const { existing, leftover } = sortOut(observed.containers.filter((c) => c.labels[label.service] === name));
  const reasons = new Map(existing.map((c) => [c.id, recreateReasons(c, name, service, input, networks, recreated)]));
  const obsolete = (c: ContainerSummary) => (reasons.get(c.id)?.length ?? 0) > 0;
  const byWorth = [...existing].sort((a, b) => Number(obsolete(a)) - Number(obsolete(b)) || numberOf(a) - numberOf(b));
  const kept = new Set(byWorth.slice(0, Math.max(0, scale)).map((c) => c.id));

  const actions: ContainerAction[] = leftover.map((c) => ({
    name: c.name,
    number: numberOf(c),
    id: c.id,
    action: 'remove',
    reasons: [{ code: 'unfinished' }],
  }));
  for (const c of existing) {
    const finalName = c.name.replace(temporary, '');
    const base = {
      name: finalName,
      number: numberOf(c),
      id: c.id,
      ...(finalName === c.name ? {} : { renameFrom: c.name }),
    };
    if (!kept.has(c.id)) actions.push({ ...base, action: 'remove', reasons: [{ code: 'scale-down' }] });
    else if (obsolete(c)) {
      // The name that the files ask for now: `container_name` may be what has changed.
      const wanted = containerName(model.project.name, name, service, base.number);
      actions.push({ ...base, name: wanted, action: 'recreate', reasons: reasons.get(c.id) ?? [] });
    } else actions.push({ ...base, ...asItStands(c, name, service, input, recreated) });
  }
  let number = Math.max(0, ...existing.map(numberOf));
  for (let missing = scale - kept.size; missing > 0; missing--) {
    number += 1;
    actions.push({
      name: containerName(model.project.name, name, service, number),
      number,
      action: 'create',
      reasons: [{ code: 'absent' }],
    });
  }
  return actions;
}

function numberOf(c: ContainerSummary): number {
  return Number(c.labels[label.number] ?? 1);
}

/** The temporary name of a recreate: the first twelve characters of the old id, then the name it will get. */
const temporary = /^[0-9a-f]{12}_/;

/**
 * An interrupted recreate leaves a container under its temporary name. While the old one is still there, the new one has
 * never run and is removed; if the old one is gone, it has inherited the anonymous volumes and takes the place.
 */
function sortOut(containers: readonly ContainerSummary[]) {
  const settled = new Set(containers.filter((c) => !temporary.test(c.name)).map(numberOf));
  const leftover = containers.filter((c) => temporary.test(c.name) && settled.has(numberOf(c)));
  const existing = containers.filter((c) => !leftover.includes(c)).sort((a, b) => numberOf(a) - numberOf(b));
  return { existing, leftover };
}

function recreateReasons(
  c: ContainerSummary,
  name: string,
  service: Service,
  input: PlanInput,
  networks: readonly NetworkAction[],
  recreated: ReadonlySet<string>,
): Reason[] {
  if (input.noRecreate) return [];
  if (input.forceRecreate) return [{ code: 'forced' }];
  const reasons: Reason[] = [];
  const parents = parentServices(service).filter((p) => recreated.has(p));
  if (parents.length > 0) reasons.push({ code: 'parent-recreated', field: parents.join(', ') });
  const ours = c.labels[own.hashVersion] !== undefined;
  const sameHash = ours && c.labels[label.configHash] === input.hashes.get(name);
  if (!sameHash) {
    const drift = input.observed.drift.get(c.id);
    // Our own hash differs: the files changed, whatever the comparison by inspection can see of it.
    if (ours) reasons.push(...(drift && drift.length > 0 ? drift : [{ code: 'config-changed' } as const]));
    else reasons.push(...(drift ?? []));
  }
  // What compose's hash does not cover. A container without the label was made when there was nothing to cover, or by compose.
  const content = c.labels[own.contentHash];
  if (content !== undefined && content !== input.observed.contents.get(name)) reasons.push({ code: 'content-changed' });
  const image = input.observed.images.get(service.image ?? `${input.model.project.name}-${name}`);
  if (image && c.imageId !== image.id && c.labels[label.image] !== image.id) {
    reasons.push({ code: 'image-changed', from: short(c.imageId), to: short(image.id) });
  }
  for (const key of Object.keys(service.networks ?? {})) {
    const network = networks.find((n) => n.key === key);
    if (!network || (c.state !== 'running' && network.action !== 'recreate')) continue;
    const attached = c.networks[network.name];
    // A network cannot be changed under a container: both are made anew.
    if (
      network.action === 'recreate' ||
      attached === undefined ||
      (network.id && attached !== '' && attached !== network.id)
    ) {
      reasons.push({ code: 'network-changed', field: `networks.${key}` });
    }
  }
  for (const v of service.volumes ?? []) {
    if (v.type !== 'volume' || !v.source) continue;
    const volume = input.model.project.volumes?.[v.source];
    const expected = volume?.name ?? `${input.model.project.name}_${v.source}`;
    if (c.volumes[v.target] !== expected) reasons.push({ code: 'volume-changed', field: `volumes.${v.source}` });
  }
  if (c.state === 'dead') reasons.push({ code: 'dead' });
  return reasons;
}

function asItStands(
  c: ContainerSummary,
  name: string,
  service: Service,
  input: PlanInput,
  recreated: ReadonlySet<string>,
): Pick<ContainerAction, 'action' | 'reasons'> {
  const restartedBy = dependenciesOf(service).find((d) => d.restart && recreated.has(d.service));
  if (c.state === 'running') {
    if (restartedBy) return { action: 'restart', reasons: [{ code: 'parent-recreated', field: restartedBy.service }] };
    if (c.health === 'starting' || c.health === 'unhealthy')
      return { action: 'wait', reasons: [{ code: 'unhealthy' }] };
    return { action: 'keep', reasons: [] };
  }
  if (c.state === 'exited' && c.exitCode === 0 && isJob(name, service, input.model.project.services)) {
    return { action: 'done', reasons: [] };
  }
  if (c.state === 'restarting') return { action: 'wait', reasons: [{ code: 'not-running' }] };
  return { action: 'start', reasons: [{ code: 'not-running' }] };
}

/** Services whose namespaces or volumes this one lives in: their recreate takes it along. */
function parentServices(service: Service): string[] {
  const refs = [service.network_mode, service.ipc, service.pid, service.uts, service.cgroup];
  return [
    ...refs.flatMap((r) => (typeof r === 'string' && r.startsWith('service:') ? [r.slice('service:'.length)] : [])),
    ...(service.volumes_from ?? []).flatMap((v) => (v.startsWith('container:') ? [] : [v.split(':')[0] ?? ''])),
  ];
}

function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
