import type { Service } from '../compose/index.ts';
import type { ContainerSummary } from '../engine/index.ts';
import type { StackModel } from './model.ts';

/** One host port that a service asks for. */
export interface WantedPort {
  service: string;
  target: number;
  protocol: 'tcp' | 'udp';
  /** '' means every address. */
  hostIp: string;
  port: number;
}

/** Every fixed host port; those that the engine picks (none given, or a range on one target) cannot conflict. */
export function wantedPorts(model: StackModel): WantedPort[] {
  return Object.entries(model.project.services).flatMap(([name, service]) => portsOf(name, service));
}

/** Those of one service. */
export function portsOf(name: string, service: Service): WantedPort[] {
  return (service.ports ?? []).flatMap((p) => {
    if (!p.published || !/^\d+$/.test(p.published) || Number(p.published) === 0) return [];
    // SCTP has ports of its own, and no way to try one from here.
    const { protocol = 'tcp' } = p;
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    return [{ service: name, target: p.target, protocol, hostIp: p.host_ip ?? '', port: Number(p.published) }];
  });
}

/** Whether a container has the port now: a paused one does too, a stopped one (which Podman lists with its ports) does not. */
export function holds(c: ContainerSummary, w: Omit<WantedPort, 'service' | 'target'>): boolean {
  return (
    (c.state === 'running' || c.state === 'paused' || c.state === 'restarting') &&
    c.ports.some((p) => p.publicPort === w.port && p.protocol === w.protocol && collide(p.ip ?? '', w.hostIp))
  );
}

export function addressText(p: Pick<WantedPort, 'hostIp' | 'port' | 'protocol'>): string {
  const host = p.hostIp.includes(':') ? `[${p.hostIp}]` : p.hostIp || '0.0.0.0';
  return `${host}:${p.port}${p.protocol === 'udp' ? '/udp' : ''}`;
}

/** Two listeners on one port collide if their addresses do: "all" with any of its family, and no address means all of both. */
export function collide(a: string, b: string): boolean {
  if (a === b || a === '' || b === '') return true;
  if (a.includes(':') !== b.includes(':')) return false;
  return a === '0.0.0.0' || b === '0.0.0.0' || a === '::' || b === '::';
}
