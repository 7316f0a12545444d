import type { StackModel } from '../model.ts';

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
  return Object.entries(model.project.services).flatMap(([service, s]) =>
    (s.ports ?? []).flatMap((p) => {
      if (!p.published || !/^\d+$/.test(p.published) || Number(p.published) === 0) return [];
      const protocol = p.protocol === 'udp' ? ('udp' as const) : ('tcp' as const);
      return [{ service, target: p.target, protocol, hostIp: p.host_ip ?? '', port: Number(p.published) }];
    }),
  );
}

export function addressText(p: Pick<WantedPort, 'hostIp' | 'port' | 'protocol'>): string {
  const host = p.hostIp.includes(':') ? `[${p.hostIp}]` : p.hostIp || '0.0.0.0';
  return `${host}:${p.port}${p.protocol === 'udp' ? '/udp' : ''}`;
}

const everywhere = new Set(['', '0.0.0.0', '::']);

/** Two listeners on one port collide if their addresses do: every address collides with any. */
export function collide(a: string, b: string): boolean {
  return a === b || everywhere.has(a) || everywhere.has(b);
}
