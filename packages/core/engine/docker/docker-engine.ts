import type {
  BuildLine,
  BuildOptions,
  ContainerDetail,
  ContainerSummary,
  Engine,
  EngineEndpoint,
  EngineEvent,
  EngineInfo,
  ExecOptions,
  ExecSession,
  ImageDetail,
  LabelFilter,
  LogLine,
  LogOptions,
  NetworkSummary,
  PullLine,
  StatsSample,
  VolumeSummary,
} from '../engine.ts';
import type { ContainerSpec, EndpointSpec, NetworkSpec, VolumeSpec } from '../specs.ts';
import { registryAuth } from './auth.ts';
import { buildImage } from './build.ts';
import * as containers from './containers.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import * as images from './images.ts';
import { engineInfo } from './info.ts';
import { logBatches, logs } from './logs.ts';
import * as networks from './networks.ts';
import { proxyVariables } from './proxies.ts';
import { pullImage } from './pull.ts';
import { stats, statsOnce } from './stats.ts';
import type { Transport } from './transport.ts';
import * as volumes from './volumes.ts';

type Cancel = { signal?: AbortSignal };

/** The Engine port over the Docker Engine API: each method is one call into the file of its area. */
export class DockerEngine implements Engine {
  constructor(
    readonly endpoint: EngineEndpoint,
    private readonly transport: Transport,
    readonly apiMinor: number,
    readonly isPodman: boolean,
    private readonly configDir: string | undefined,
  ) {}

  info(signal?: AbortSignal): Promise<EngineInfo> {
    return engineInfo(this.transport, signal);
  }

  async proxies(): Promise<Record<string, string>> {
    return this.configDir === undefined ? {} : proxyVariables(this.configDir, this.endpoint.url);
  }

  listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]> {
    return containers.listContainers(this.transport, filter, signal);
  }
  inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetail> {
    return containers.inspectContainer(this.transport, id, signal);
  }
  async createContainer(
    name: string,
    spec: ContainerSpec,
    options: { platform?: string } & Cancel = {},
  ): Promise<string> {
    return containers.createContainer(this.transport, name, spec, options);
  }
  startContainer(id: string, signal?: AbortSignal): Promise<void> {
    return containers.act(this.transport, id, 'start', {}, signal);
  }
  stopContainer(id: string, options: { timeout?: number } & Cancel = {}): Promise<void> {
    return containers.act(this.transport, id, 'stop', { t: options.timeout }, options.signal);
  }
  restartContainer(id: string, options: { timeout?: number } & Cancel = {}): Promise<void> {
    return containers.act(this.transport, id, 'restart', { t: options.timeout }, options.signal);
  }
  killContainer(id: string, unixSignal?: string): Promise<void> {
    return containers.act(this.transport, id, 'kill', { signal: unixSignal });
  }
  removeContainer(id: string, options: { force?: boolean; volumes?: boolean } & Cancel = {}): Promise<void> {
    return containers.removeContainer(this.transport, id, options);
  }
  renameContainer(id: string, name: string): Promise<void> {
    return containers.act(this.transport, id, 'rename', { name });
  }
  putArchive(id: string, path: string, tar: Uint8Array): Promise<void> {
    return containers.putArchive(this.transport, id, path, tar);
  }
  getArchive(id: string, path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return containers.getArchive(this.transport, id, path, signal);
  }

  listNetworks(filter: LabelFilter, signal?: AbortSignal): Promise<NetworkSummary[]> {
    return networks.listNetworks(this.transport, filter, signal);
  }
  inspectNetwork(nameOrId: string): Promise<NetworkSummary | undefined> {
    return networks.inspectNetwork(this.transport, nameOrId);
  }
  createNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<string> {
    return networks.createNetwork(this.transport, spec, signal);
  }
  removeNetwork(id: string): Promise<void> {
    return networks.removeNetwork(this.transport, id);
  }
  connectNetwork(network: string, container: string, endpoint: EndpointSpec): Promise<void> {
    return networks.connectNetwork(this.transport, network, container, endpoint);
  }
  disconnectNetwork(network: string, container: string, force: boolean): Promise<void> {
    return networks.disconnectNetwork(this.transport, network, container, force);
  }

  listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]> {
    return volumes.listVolumes(this.transport, filter, signal);
  }
  inspectVolume(name: string): Promise<VolumeSummary | undefined> {
    return volumes.inspectVolume(this.transport, name);
  }
  createVolume(spec: VolumeSpec, signal?: AbortSignal): Promise<void> {
    return volumes.createVolume(this.transport, spec, signal);
  }
  removeVolume(name: string, force: boolean): Promise<void> {
    return volumes.removeVolume(this.transport, name, force);
  }

  inspectImage(ref: string, signal?: AbortSignal): Promise<ImageDetail | undefined> {
    return images.inspectImage(this.transport, ref, signal);
  }
  async *pullImage(ref: string, options: { platform?: string; signal: AbortSignal }): AsyncIterable<PullLine> {
    const auth = this.configDir === undefined ? undefined : await registryAuth(ref, this.configDir);
    yield* pullImage(this.transport, ref, { ...options, ...(auth ? { auth } : {}) });
  }
  buildImage(options: BuildOptions): AsyncIterable<BuildLine> {
    // Docker 20.10 has BuildKit too; where nothing needs it, its classic builder is the one that people there know.
    const needed = (options.secrets?.length ?? 0) + (options.ssh?.length ?? 0) > 0;
    const buildKit = !this.isPodman && (this.apiMinor >= 44 || needed);
    return buildImage(this.transport, options, { buildKit, configDir: this.configDir });
  }
  removeImage(ref: string): Promise<void> {
    return images.removeImage(this.transport, ref);
  }

  exec(id: string, options: ExecOptions): Promise<ExecSession> {
    return exec(this.transport, id, options);
  }
  logs(id: string, options: LogOptions): AsyncIterable<LogLine> {
    return logs(this.transport, id, options);
  }
  logBatches(id: string, options: LogOptions): AsyncIterable<LogLine[]> {
    return logBatches(this.transport, id, options);
  }
  events(options: {
    filter: LabelFilter;
    actions?: readonly string[];
    signal: AbortSignal;
    onSubscribed?: () => void;
  }): AsyncIterable<EngineEvent> {
    return events(this.transport, options, this.isPodman);
  }
  statsOnce(id: string, signal?: AbortSignal): Promise<StatsSample> {
    return statsOnce(this.transport, id, signal);
  }
  stats(id: string, signal: AbortSignal): AsyncIterable<StatsSample> {
    return stats(this.transport, id, signal);
  }

  close(): void {
    this.transport.close();
  }
}
