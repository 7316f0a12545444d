import type { Project } from '../../compose/index.ts';
import type { NetworkSpec, VolumeSpec } from '../../engine/index.ts';
import { composeVersion, hashVersion, label, own } from '../labels.ts';
import { networkHash, volumeHash } from './hash.ts';
import { networkName } from './networks.ts';
import { PayloadError } from './payload-error.ts';
import { filled, present } from './present.ts';

/** Body of `POST /networks/create` for a network of the project, labelled as compose does (facts 1.2). */
export function networkSpec(project: Project, key: string): NetworkSpec {
  const network = project.networks?.[key];
  if (!network) throw new PayloadError(`the project has no network ${key}`, `networks.${key}`);
  const pools = (network.ipam?.config ?? []).map((pool) =>
    present({
      Subnet: pool.subnet || undefined,
      IPRange: pool.ip_range || undefined,
      Gateway: pool.gateway || undefined,
      AuxiliaryAddresses: filled(pool.aux_addresses),
    }),
  );
  const ipam = present({ Driver: network.ipam?.driver || undefined, Config: filled(pools) });
  const name = networkName(project, key);
  return {
    Name: name,
    Labels: {
      ...network.labels,
      [label.project]: project.name,
      [label.network]: key,
      [label.version]: composeVersion,
      [label.configHash]: networkHash(name, network),
      [own.hashVersion]: hashVersion,
    },
    ...present({
      Driver: network.driver || undefined,
      Options: filled(network.driver_opts),
      Internal: network.internal || undefined,
      Attachable: network.attachable || undefined,
      EnableIPv4: network.enable_ipv4,
      EnableIPv6: network.enable_ipv6,
      IPAM: filled(ipam),
    }),
  };
}

/** Body of `POST /volumes/create`. Its labels can never be changed afterwards. */
export function volumeSpec(project: Project, key: string): VolumeSpec {
  const volume = project.volumes?.[key];
  if (!volume) throw new PayloadError(`the project has no volume ${key}`, `volumes.${key}`);
  const name = volume.name ?? `${project.name}_${key}`;
  return {
    Name: name,
    Labels: {
      ...volume.labels,
      [label.project]: project.name,
      [label.volume]: key,
      [label.version]: composeVersion,
      [label.configHash]: volumeHash(name, volume),
      [own.hashVersion]: hashVersion,
    },
    ...present({ Driver: volume.driver || undefined, DriverOpts: filled(volume.driver_opts) }),
  };
}
