import type { Service } from '../../compose/index.ts';
import type { ContainerSpec, EndpointSpec, HealthSpec, HostConfig } from '../../engine/index.ts';
import type { StackModel } from '../model.ts';
import { devicePart } from './devices.ts';
import { serviceHash } from './hash.ts';
import { healthSpec, withEarlyChecks } from './health.ts';
import { containerLabels } from './labels.ts';
import { mountPart } from './mounts.ts';
import { containerName, imageOf } from './name.ts';
import { networkPart } from './networks.ts';
import { exposedPorts, picksHostPort, portBindings } from './ports.ts';
import { filled, type Present, present } from './present.ts';
import { processSpec } from './process.ts';
import { type ContainerIds, namespaceMode, volumesFrom } from './references.ts';
import { resourcePart } from './resources.ts';
import { restartPolicy } from './restart.ts';
import { securityPart } from './security.ts';
import { type Upload, uploadsOf } from './uploads.ts';

export interface PayloadInput {
  model: StackModel;
  serviceName: string;
  service: Service;
  /** 1, 2, … within the service. */
  number: number;
  apiMinor: number;
  isPodman: boolean;
  /** For the label `com.docker.compose.image`. */
  imageId?: string;
  imageHasHealthcheck?: boolean;
  /** The image's own health check, if known: only then is it hurried along as the file's is. */
  imageHealthcheck?: HealthSpec;
  /** Targets that the image declares as volumes. */
  imageVolumes?: readonly string[];
  /** For `service:x` and `volumes_from`. */
  containerIds: ContainerIds;
  /** Config hash for the label; computed if absent. */
  configHash?: string;
  /** For the label `ai.sutazai.content-hash`. */
  contentHash?: string;
  /** Anonymous volumes carried over a recreate. */
  inheritedVolumes?: readonly { name: string; target: string }[];
  /** Name of the container that this one replaces. */
  replaces?: string;
  /** How often the engine checks during the start, in milliseconds; on engines that know it (API ≥ 1.44, not Podman). */
  startIntervalMs?: number;
  /** Where secrets and configs given by `environment` get their values. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Proxy variables of the CLI's config (`proxies.default`), underneath the service's own environment. */
  proxies?: Readonly<Record<string, string>>;
}

export interface Payload {
  /** Final name of the container. */
  name: string;
  spec: ContainerSpec;
  /** API < 1.44: networks to connect after the create, in order. */
  furtherNetworks: { network: string; endpoint: EndpointSpec }[];
  /** Secrets and configs to upload after the create and before the start. */
  uploads: Upload[];
  /** The engine picks a host port: not to be started beside others of its kind. */
  serialStart: boolean;
}

/**
 * A service as the body of `POST /containers/create` and what belongs to it: what docker compose 2.40.3 sends, save where
 * facts section 2 knows better. Throws {@link PayloadError} for what the engine cannot do, or only Swarm can.
 */
export function containerPayload(input: PayloadInput): Payload {
  const { model, serviceName, service, number } = input;
  const { project } = model;
  const network = networkPart({ ...input, project });
  const hostConfig: HostConfig = present({
    Annotations: input.apiMinor >= 43 ? filled(service.annotations) : undefined,
    ...mountPart({
      model,
      service,
      apiMinor: input.apiMinor,
      ...present({ inherited: input.inheritedVolumes, imageVolumes: input.imageVolumes }),
    }),
    NetworkMode: network.mode,
    Links: network.links,
    PortBindings: portBindings(service),
    RestartPolicy: restartPolicy(service),
    LogConfig: service.logging
      ? { Type: service.logging.driver ?? '', Config: { ...service.logging.options } }
      : undefined,
    Init: service.init,
    IpcMode: namespaceMode(service.ipc, input.containerIds),
    PidMode: namespaceMode(service.pid, input.containerIds),
    UTSMode: service.uts || undefined,
    CgroupnsMode: service.cgroup || undefined,
    Isolation: service.isolation || undefined,
    StorageOpt: filled(service.storage_opt),
    VolumeDriver: service.volume_driver || undefined,
    VolumesFrom: volumesFrom(service, input.containerIds),
    Dns: filled(service.dns),
    DnsOptions: filled(service.dns_opt),
    DnsSearch: filled(service.dns_search),
    ExtraHosts: filled(service.extra_hosts?.map((entry) => entry.replace('=', ':'))),
    ...resourcePart(service),
    ...devicePart(service, input.isPodman),
    ...securityPart(service, model.workingDir),
  });
  const spec: Present<ContainerSpec> = present({
    ...processSpec(service, input.proxies),
    ExposedPorts: exposedPorts(service),
    Healthcheck: health(input),
    MacAddress: network.macAddress || undefined,
    NetworkingConfig: network.endpoints,
  });
  return {
    name: containerName(project.name, serviceName, service, number),
    spec: {
      ...spec,
      Image: imageOf(project.name, serviceName, service),
      Labels: containerLabels({ ...input, configHash: input.configHash ?? serviceHash(service) }),
      HostConfig: hostConfig,
    },
    furtherNetworks: network.further,
    uploads: uploadsOf(project, service, input.environment ?? {}),
    serialStart: picksHostPort(service),
  };
}

function health(input: PayloadInput): HealthSpec | undefined {
  const { service, startIntervalMs } = input;
  if (input.apiMinor < 44 || input.isPodman) return withoutStartInterval(healthSpec(service));
  if (startIntervalMs === undefined) return healthSpec(service);
  const image = present({ hasHealthcheck: input.imageHasHealthcheck, healthcheck: input.imageHealthcheck });
  return withEarlyChecks(service, image, startIntervalMs);
}

/** Unknown to these engines: the file's `start_interval` then only means a later first verdict, so it is no error. */
function withoutStartInterval(spec: HealthSpec | undefined): HealthSpec | undefined {
  if (!spec) return undefined;
  const { StartInterval: _, ...rest } = spec;
  return rest;
}
