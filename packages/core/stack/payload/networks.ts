import type { Project, Service } from '../../compose/index.ts';
import type { ContainerSpec, EndpointSpec } from '../../engine/index.ts';
import { containerName } from './name.ts';
import { PayloadError } from './payload-error.ts';
import { filled, present } from './present.ts';
import { type ContainerIds, namespaceMode } from './references.ts';

export interface NetworkInput {
  project: Project;
  serviceName: string;
  service: Service;
  number: number;
  apiMinor: number;
  containerIds: ContainerIds;
}

export interface NetworkPart {
  mode: string | undefined;
  endpoints: ContainerSpec['NetworkingConfig'] | undefined;
  /** Networks that an engine below API 1.44 connects after the create; it takes one endpoint there. */
  further: { network: string; endpoint: EndpointSpec }[];
  links: string[] | undefined;
  /** Container-wide, only below API 1.44. */
  macAddress: string | undefined;
}

/** Network mode and endpoints (facts 1.6 no. 7, 2). The first network by priority, then name, is the primary one. */
export function networkPart(input: NetworkInput): NetworkPart {
  const { project, service, apiMinor } = input;
  const links = linksOf(input);
  const none = { endpoints: undefined, further: [], links };
  if (service.network_mode) {
    const mode = namespaceMode(service.network_mode, input.containerIds);
    return { ...none, mode, macAddress: service.mac_address };
  }
  const keys = byPriority(service);
  if (keys.length === 0) return { ...none, mode: 'none', macAddress: service.mac_address };
  const [primary = '', ...others] = keys;
  const endpoint = (key: string) => ({ network: networkName(project, key), endpoint: endpointOf(input, key, links) });
  const main = endpoint(primary);
  const rest = others.map(endpoint);
  const perEndpointMac = apiMinor >= 44;
  const main0 = service.networks?.[primary];
  if (perEndpointMac && service.mac_address && !main.endpoint.MacAddress)
    main.endpoint.MacAddress = service.mac_address;
  const sent = perEndpointMac ? [main, ...rest] : [main];
  return {
    mode: main.network,
    endpoints: { EndpointsConfig: Object.fromEntries(sent.map((e) => [e.network, e.endpoint])) },
    further: perEndpointMac ? [] : rest,
    links,
    macAddress: perEndpointMac ? undefined : main0?.mac_address || service.mac_address,
  };
}

/** Network keys of a service, highest priority first, then by name; the first is the primary one. */
export function byPriority(service: Service): string[] {
  const priority = (key: string) => service.networks?.[key]?.priority ?? 0;
  return Object.keys(service.networks ?? {}).sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1));
}

/** The engine's name of a network of the project. */
export function networkName(project: Project, key: string): string {
  return project.networks?.[key]?.name ?? `${project.name}_${key}`;
}

function endpointOf(input: NetworkInput, key: string, links: string[] | undefined): EndpointSpec {
  const { project, serviceName, service, apiMinor } = input;
  const config = service.networks?.[key] ?? {};
  const driverOpts: Record<string, string> = { ...config.driver_opts };
  if (config.interface_name) {
    if (apiMinor < 49) {
      throw new PayloadError('interface_name needs Docker Engine 28.1 or later', `networks.${key}.interface_name`);
    }
    driverOpts['com.docker.network.endpoint.ifname'] ??= config.interface_name;
  }
  const ipam = present({
    IPv4Address: config.ipv4_address || undefined,
    IPv6Address: config.ipv6_address || undefined,
    LinkLocalIPs: filled(config.link_local_ips),
  });
  return present({
    Aliases: [containerName(project.name, serviceName, service, input.number), serviceName, ...(config.aliases ?? [])],
    Links: links,
    IPAMConfig: filled(ipam),
    MacAddress: config.mac_address || undefined,
    DriverOpts: filled(driverOpts),
    GwPriority: apiMinor >= 48 ? config.gw_priority || undefined : undefined,
  });
}

/** compose's three aliases for every container of a linked service, then `external_links` (pkg/compose convergence.go). */
function linksOf({ project, service, number }: NetworkInput): string[] | undefined {
  const links: string[] = [];
  for (const link of service.links ?? []) {
    const [name = '', alias = name] = link.split(':');
    const target = project.services[name];
    const scale = target?.scale ?? target?.deploy?.replicas ?? 1;
    for (let n = 1; n <= scale; n++) {
      const container = target ? containerName(project.name, name, target, n) : `${project.name}-${name}-${n}`;
      links.push(
        `${container}:${alias}`,
        `${container}:${name}-${number}`,
        `${container}:${project.name}-${name}-${number}`,
      );
    }
  }
  for (const link of service.external_links ?? []) {
    const [name = '', alias = name] = link.split(':');
    links.push(`${name}:${alias}`);
  }
  return filled(links);
}
