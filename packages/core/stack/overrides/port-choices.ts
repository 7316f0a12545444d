import type { Service } from '../../compose/index.ts';
import { failure } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import { applyPortFix, type Choice, changeKept, type Kept, overridePath, readKept } from './port-overrides.ts';

/** One published port of a service, and whether it stands where the files want it. */
export interface PortChoice {
  service: string;
  target: number;
  protocol: string;
  /** Empty: all addresses. */
  hostIp: string;
  published: number;
  /** Host port in the files. */
  default: number;
  moved: boolean;
}

type Key = Pick<PortChoice, 'service' | 'target' | 'protocol'>;

/** All host ports of the project with a fixed number, those of switched-off services too. The model must have the override. */
export async function portChoices(stateDir: string, model: StackModel): Promise<PortChoice[]> {
  const kept = await readKept(overridePath(stateDir, model.project.name));
  return Object.entries({ ...model.disabled, ...model.project.services })
    .flatMap(([service, definition]) => portsOf(service, definition, kept[service] ?? []))
    .sort((a, b) => a.service.localeCompare(b.service) || a.target - b.target);
}

function portsOf(service: string, definition: Service, choices: readonly Choice[]): PortChoice[] {
  return (definition.ports ?? []).flatMap((p) => {
    const protocol = p.protocol ?? 'tcp';
    const hostIp = p.host_ip ?? '';
    const published = Number(p.published);
    // A range or a port that the engine picks is nobody's choice.
    if (!Number.isInteger(published) || published <= 0) return [];
    // The override is laid over the model already: a choice that counts is what is published now.
    const mapping = { target: p.target, protocol, hostIp };
    const choice = choices.find((c) => sameMapping(c, mapping) && c.published === String(published));
    const standard = Number(choice?.['x-instead-of'] ?? published);
    return [{ service, ...mapping, published, default: standard, moved: published !== standard }];
  });
}

const sameMapping = (c: Choice, p: { target: number; protocol: string; hostIp: string }) =>
  c.target === p.target && c.protocol === p.protocol && (c.host_ip ?? '') === p.hostIp;

/**
 * Publishes a port of a service on another host port from the next start on; its own port in the files puts it back.
 * @throws SutazaiError PORT_UNKNOWN if the service publishes no such port.
 */
export async function setPortChoice(
  stateDir: string,
  model: StackModel,
  key: Key & { published: number },
): Promise<void> {
  const all = await portChoices(stateDir, model);
  const now = find(all, key);
  if (key.published === now.default) return resetPortChoice(stateDir, model, key);
  const { service, target, hostIp } = now;
  const protocol = now.protocol === 'udp' ? 'udp' : 'tcp';
  await applyPortFix(stateDir, model, {
    service,
    target,
    protocol,
    hostIp,
    from: now.default,
    to: key.published,
  });
}

/** Forgets the choice for one port; the one in the files counts again. */
export async function resetPortChoice(stateDir: string, model: StackModel, key: Key): Promise<void> {
  find(await portChoices(stateDir, model), key);
  await changeKept(stateDir, model, (kept: Kept) => {
    const rest = (kept[key.service] ?? []).filter((c) => c.target !== key.target || c.protocol !== key.protocol);
    if (rest.length > 0) kept[key.service] = rest;
    else delete kept[key.service];
  });
}

function find(all: readonly PortChoice[], key: Key): PortChoice {
  const found = all.find((c) => c.service === key.service && c.target === key.target && c.protocol === key.protocol);
  if (found) return found;
  const known = all.filter((c) => c.service === key.service).map((c) => `${c.target}/${c.protocol}`);
  throw failure('PORT_UNKNOWN', {
    service: key.service,
    port: `${key.target}/${key.protocol}`,
    reason: known.length > 0 ? `it publishes ${known.join(', ')}` : 'it publishes none with a fixed number',
  });
}
