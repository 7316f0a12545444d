import { type Facet, mapFacets, sorted, type View } from './facet.ts';
import { count, list, record, text, texts } from './read.ts';

/** Network mode, endpoints and name resolution. */
export function networkFacets({ id, config, host, networks }: View): Facet[] {
  const mode = text(host.NetworkMode);
  const facets: Facet[] = [
    ['dns', texts(host.Dns).join(', ')],
    ['dns_search', texts(host.DnsSearch).join(', ')],
    ['dns_opt', texts(host.DnsOptions).join(', ')],
    ['extra_hosts', sorted(texts(host.ExtraHosts).map((entry) => entry.replace('=', ':')))],
  ];
  if (isBuiltIn(mode)) {
    return [
      ...facets,
      ['network_mode', mode === 'default' ? 'bridge' : mode],
      ['mac_address', text(config.MacAddress)],
    ];
  }
  // A container answers to its short id and its hostname anyway; engines before 26 list them among the aliases.
  const self = [id?.slice(0, 12) ?? '', text(config.Hostname)];
  facets.push(['networks', `primary ${mode}`]);
  for (const [name, endpoint] of Object.entries(networks)) {
    const own = name === mode ? config.MacAddress : undefined;
    facets.push([`networks.${name}`, 'attached'], ...endpointFacets(`networks.${name}`, endpoint, own, self));
  }
  return facets;
}

function isBuiltIn(mode: string): boolean {
  return ['', 'default', 'bridge', 'host', 'none'].includes(mode) || mode.startsWith('container:');
}

function endpointFacets(field: string, endpoint: Record<string, unknown>, ownMac: unknown, self: string[]): Facet[] {
  const ipam = record(endpoint.IPAMConfig);
  const aliases = texts(endpoint.Aliases).filter((alias) => !self.includes(alias));
  return [
    [`${field}.aliases`, sorted([...new Set(aliases)])],
    [`${field}.links`, sorted(texts(endpoint.Links))],
    [`${field}.ipv4_address`, text(ipam.IPv4Address)],
    [`${field}.ipv6_address`, text(ipam.IPv6Address)],
    [`${field}.link_local_ips`, sorted(list(ipam.LinkLocalIPs).map(String))],
    [`${field}.mac_address`, (text(endpoint.MacAddress) || text(ownMac)).toLowerCase()],
    [`${field}.gw_priority`, count(endpoint.GwPriority) === 0 ? '' : String(endpoint.GwPriority)],
    ...mapFacets(`${field}.driver_opts`, record(endpoint.DriverOpts)),
  ];
}
