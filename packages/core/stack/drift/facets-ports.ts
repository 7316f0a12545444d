import { type Facet, sorted, type View } from './facet.ts';
import { list, record, text } from './read.ts';

/** Published and exposed ports; what is published counts as exposed without being listed again. */
export function portFacets({ config, host }: View): Facet[] {
  const published = new Map<string, string>();
  for (const [port, bindings] of Object.entries(record(host.PortBindings))) {
    const hosts = list(bindings).map((binding) => {
      const { HostIp, HostPort } = record(binding);
      const hostPort = text(HostPort);
      const shown = hostPort === '' || hostPort === '0' ? 'any' : hostPort;
      return text(HostIp) === '' ? shown : `${text(HostIp)}:${shown}`;
    });
    if (hosts.length > 0) published.set(withProtocol(port), sorted(hosts));
  }
  const exposed = new Set(Object.keys(record(config.ExposedPorts)).flatMap(expand));
  return [
    ...[...published].map(([port, hosts]): Facet => [`ports.${port}`, hosts]),
    ...[...exposed].filter((port) => !published.has(port)).map((port): Facet => [`expose.${port}`, 'exposed']),
  ];
}

function withProtocol(port: string): string {
  return port.includes('/') ? port : `${port}/tcp`;
}

/** compose hands `expose: 200-202` on as one word, which older engines keep that way. */
function expand(entry: string): string[] {
  const [range = '', protocol = ''] = withProtocol(entry).split('/');
  const [first = '', last = first] = range.split('-');
  const from = Number(first);
  const to = Number(last);
  if (!Number.isInteger(from) || !Number.isInteger(to)) return [entry];
  return Array.from({ length: Math.max(0, to - from) + 1 }, (_, i) => `${from + i}/${protocol}`);
}
