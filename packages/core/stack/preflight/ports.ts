import { diagnose } from '../../diagnose/index.ts';
import { label } from '../labels.ts';
import { addressText, collide, type WantedPort, wantedPorts } from '../wanted-ports.ts';
import { bindTest } from './bind-test.ts';
import type { CheckInput } from './input.ts';
import { ownHolder } from './own-holder.ts';
import { portOwner } from './port-owner.ts';
import { checkReplicas } from './replicas.ts';
import type { PortFix, PreflightFinding } from './types.ts';

/** How far above the wanted port a free one is looked for. */
const searchRange = 200;

/** Ports that the engine would refuse at the start, each with who has it and a free one to take instead (facts 3.7). */
export async function checkPorts(input: CheckInput): Promise<PreflightFinding[]> {
  const wanted = wantedPorts(input.model);
  // Those of services that are off are nobody's now, and would be missed when they are switched on.
  const off = wantedPorts({ ...input.model, project: { ...input.model.project, services: input.model.disabled } });
  const claimed = new Set([...wanted, ...off].map((w) => `${w.protocol}/${w.port}`));
  const findings = await Promise.all(wanted.map((w, i) => checkPort(w, wanted.slice(0, i), input, claimed)));
  return [...findings.filter((f): f is PreflightFinding => f !== undefined), ...checkReplicas(input)];
}

async function checkPort(
  w: WantedPort,
  before: readonly WantedPort[],
  input: CheckInput,
  claimed: Set<string>,
): Promise<PreflightFinding | undefined> {
  const params = { address: addressText(w), port: w.port, service: w.service, protocol: w.protocol };
  const error = (diagnosis: PreflightFinding['diagnosis'], fix?: PortFix): PreflightFinding => ({
    check: 'port',
    level: 'error',
    diagnosis,
    ...(fix ? { fix } : {}),
  });
  const twin = before.find((o) => o.port === w.port && o.protocol === w.protocol && collide(o.hostIp, w.hostIp));
  if (twin) {
    const diagnosis = diagnose('PORT_DUPLICATE', { ...params, first: twin.service, second: w.service });
    return error(diagnosis, await offer(w, input, claimed));
  }
  const own = ownHolder(w, input);
  if (own) {
    if (!own.stays) return undefined;
    const fix = await offer(w, input, claimed);
    return error(
      diagnose('PORT_TAKEN', { ...params, owner: own.owner }),
      fix ? { ...fix, owner: own.owner } : undefined,
    );
  }
  const container = input.containers.find(
    (c) =>
      c.labels[label.project] !== input.model.project.name &&
      c.ports.some((p) => p.publicPort === w.port && p.protocol === w.protocol && collide(p.ip ?? '', w.hostIp)),
  );
  if (container) {
    const project = container.labels[label.project];
    const owner = `container ${container.name}${project ? ` of project ${project}` : ''}`;
    const fix = await offer(w, input, claimed);
    return error(diagnose('PORT_TAKEN', { ...params, owner }), fix ? { ...fix, owner } : undefined);
  }
  if (input.info.rootless && w.port < 1024) {
    return error(
      diagnose('PORT_PRIVILEGED', params),
      await offer({ ...w, port: w.port + 10_000 }, input, claimed, w.port),
    );
  }
  if (!input.local) return undefined;
  const result = await bindTest(w.port, w.hostIp, w.protocol);
  if (result === 'free' || result === 'unknown') return undefined;
  if (result === 'no-address') return error(diagnose('PORT_ADDRESS', { ...params, host: w.hostIp }));
  // The engine binds as root; that we may not is no finding, except on Windows, where it means a reserved range.
  if (result === 'denied') {
    return input.platform === 'win32'
      ? error(diagnose('PORT_RESERVED', params), await offer(w, input, claimed))
      : undefined;
  }
  const owner = await portOwner(w, input.platform);
  const fix = await offer(w, input, claimed);
  return error(diagnose('PORT_TAKEN', { ...params, owner }), fix && owner ? { ...fix, owner } : fix);
}

/** The nearest free port above the wanted one that nobody in the project and no container asks for. */
async function offer(
  w: WantedPort,
  input: CheckInput,
  claimed: Set<string>,
  from = w.port,
): Promise<PortFix | undefined> {
  const published = new Set(input.containers.flatMap((c) => c.ports.map((p) => `${p.protocol}/${p.publicPort}`)));
  for (let to = w.port + 1; to < Math.min(65_536, w.port + searchRange); to++) {
    const key = `${w.protocol}/${to}`;
    if (claimed.has(key) || published.has(key)) continue;
    claimed.add(key);
    if (input.local && (await bindTest(to, w.hostIp, w.protocol)) !== 'free') continue;
    return { service: w.service, target: w.target, protocol: w.protocol, hostIp: w.hostIp, from, to };
  }
  return undefined;
}
