import type { Service } from '../../compose/index.ts';
import type { ContainerSpec, HostConfig } from '../../engine/index.ts';
import { filled } from './present.ts';

/** `expose` and `ports` as the engine takes them (facts 2). */
export function exposedPorts(service: Service): ContainerSpec['ExposedPorts'] {
  const ports: NonNullable<ContainerSpec['ExposedPorts']> = {};
  for (const entry of service.expose ?? []) for (const port of exposed(String(entry))) ports[port] = {};
  for (const p of service.ports ?? []) ports[`${p.target}/${p.protocol ?? 'tcp'}`] = {};
  return filled(ports);
}

/** Port ranges arrive already paired; a range in `published` alone is a pool that the engine picks from. */
export function portBindings(service: Service): HostConfig['PortBindings'] {
  const bindings: NonNullable<HostConfig['PortBindings']> = {};
  for (const p of service.ports ?? []) {
    const key = `${p.target}/${p.protocol ?? 'tcp'}`;
    const list = bindings[key] ?? [];
    list.push({ HostIp: p.host_ip ?? '', HostPort: p.published === undefined ? '' : String(p.published) });
    bindings[key] = list;
  }
  return filled(bindings);
}

/**
 * True if the engine picks a host port of this service: such containers are not started beside each other, as engines
 * hand out ranges non-atomically (docker/compose#12846; facts 1.7).
 */
export function picksHostPort(service: Service): boolean {
  return (service.ports ?? []).some((p) => {
    const published = p.published === undefined ? '' : String(p.published);
    return published === '' || published === '0' || published.includes('-');
  });
}

/** `80`, `80/udp`, `200-202` → `80/tcp` …; compose sends them as written, and leaves it to the engine what they mean. */
function exposed(entry: string): string[] {
  const [range = '', protocol = 'tcp'] = entry.split('/');
  const [first = '', last = first] = range.split('-');
  const from = Number(first);
  const to = Number(last);
  if (!Number.isInteger(from) || !Number.isInteger(to)) return [entry];
  return Array.from({ length: Math.max(0, to - from) + 1 }, (_, i) => `${from + i}/${protocol}`);
}
