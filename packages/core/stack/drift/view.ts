import type { ContainerDetail, ContainerSpec, EndpointSpec, ImageDetail } from '../../engine/index.ts';
import type { View } from './facet.ts';
import { withImageDefaults } from './image-defaults.ts';
import { type Json, record } from './read.ts';

/** A container as it is, from its inspect document. */
export function viewOf(detail: ContainerDetail): View {
  const { raw } = detail;
  const networks = Object.entries(record(record(raw.NetworkSettings).Networks));
  return {
    id: detail.id,
    config: record(raw.Config),
    host: record(raw.HostConfig),
    networks: Object.fromEntries(networks.map(([name, endpoint]) => [name, record(endpoint)])),
  };
}

/** A container as the engine would make it of a request and an image. */
export function expectedView(
  spec: ContainerSpec,
  furtherNetworks: readonly { network: string; endpoint: EndpointSpec }[],
  image: ImageDetail | undefined,
): View {
  const networks: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(spec.NetworkingConfig?.EndpointsConfig ?? {})) {
    networks[name] = { ...endpoint };
  }
  for (const { network, endpoint } of furtherNetworks) networks[network] = { ...endpoint };
  return { config: image ? withImageDefaults(spec, image) : { ...spec }, host: { ...spec.HostConfig }, networks };
}
