import type { ContainerSpec, EndpointSpec, HealthSpec, NetworkSpec, VolumeSpec } from './specs.ts';

/**
 * What the control plane asks of a container engine. One implementation per kind of engine (docker/ for now).
 * Shapes follow the Docker Engine API (v1.41 and later), as it is the one that Docker and Podman share.
 *
 * Errors: every method rejects with {@link EngineError}; an abort rejects with the signal's reason.
 * Cancellation: an `AbortSignal` closes the request, which makes the engine stop a pull or a build.
 */
export interface Engine {
  readonly endpoint: EngineEndpoint;
  /** Negotiated API minor version, e.g. 51 for 1.51. Never below 41. */
  readonly apiMinor: number;
  /** True for Podman's Docker-compatible service: no StartInterval, health events in another form. */
  readonly isPodman: boolean;

  info(signal?: AbortSignal): Promise<EngineInfo>;
  /** Proxy variables that the Docker CLI's config (`proxies`) gives containers and builds on this engine; values may hold log-ins. */
  proxies(): Promise<Record<string, string>>;

  listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]>;
  inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetail>;
  /** Returns the new container's id. On engines below API 1.44 the further networks are connected in the same call. */
  createContainer(
    name: string,
    spec: ContainerSpec,
    options?: { platform?: string; signal?: AbortSignal },
  ): Promise<string>;
  /** "Already started" is success. */
  startContainer(id: string, signal?: AbortSignal): Promise<void>;
  /** `timeout` in whole seconds; without it the container's own StopTimeout counts. "Already stopped" and "gone" are success. */
  stopContainer(id: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<void>;
  restartContainer(id: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<void>;
  killContainer(id: string, unixSignal?: string): Promise<void>;
  /** "Gone" and "removal in progress" are success. */
  removeContainer(id: string, options?: { force?: boolean; volumes?: boolean; signal?: AbortSignal }): Promise<void>;
  renameContainer(id: string, name: string): Promise<void>;
  /** Uploads a tar archive into the container's file system (works on a container that is not running). */
  putArchive(id: string, path: string, tar: Uint8Array): Promise<void>;
  /** A file or folder of the container as a tar archive, volumes included, also while it does not run; undefined if absent. */
  getArchive(id: string, path: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;

  listNetworks(filter: LabelFilter, signal?: AbortSignal): Promise<NetworkSummary[]>;
  /** Exact name or id; `undefined` if absent. */
  inspectNetwork(nameOrId: string): Promise<NetworkSummary | undefined>;
  createNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<string>;
  removeNetwork(id: string): Promise<void>;
  connectNetwork(network: string, container: string, endpoint: EndpointSpec): Promise<void>;
  disconnectNetwork(network: string, container: string, force: boolean): Promise<void>;

  listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]>;
  inspectVolume(name: string): Promise<VolumeSummary | undefined>;
  createVolume(spec: VolumeSpec, signal?: AbortSignal): Promise<void>;
  removeVolume(name: string, force: boolean): Promise<void>;

  /** `undefined` if the image is not on the engine. */
  inspectImage(ref: string, signal?: AbortSignal): Promise<ImageDetail | undefined>;
  /** Progress lines of one pull; the iterator ends when the image is there and throws EngineError for an error line. */
  pullImage(ref: string, options: { platform?: string; signal: AbortSignal }): AsyncIterable<PullLine>;
  buildImage(options: BuildOptions): AsyncIterable<BuildLine>;
  removeImage(ref: string): Promise<void>;

  /** Runs a command in a running container. Output must be consumed (or `output` cancelled) for the exit code to come. */
  exec(id: string, options: ExecOptions): Promise<ExecSession>;
  logs(id: string, options: LogOptions): AsyncIterable<LogLine>;
  /** The same lines, those together that came together; for whom reads thousands a second. Never empty. */
  logBatches(id: string, options: LogOptions): AsyncIterable<LogLine[]>;
  /**
   * Live events. Calls `onSubscribed` once the engine is streaming, so that a list made after it misses nothing.
   * `actions` is applied in the engine: health probes alone make three exec events each.
   */
  events(options: {
    filter: LabelFilter;
    actions?: readonly string[];
    signal: AbortSignal;
    onSubscribed?: () => void;
  }): AsyncIterable<EngineEvent>;
  /** One sample at once (API `one-shot`); the caller keeps the previous one to form rates. */
  statsOnce(id: string, signal?: AbortSignal): Promise<StatsSample>;
  /** A sample about every second until aborted. */
  stats(id: string, signal: AbortSignal): AsyncIterable<StatsSample>;

  /** Closes idle connections; the engine is not usable after it. */
  close(): void;
}

export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    message: string,
    readonly detail: {
      /** e.g. `container.start`, `image.pull` */
      operation: string;
      /** HTTP status, if the engine answered. */
      status?: number;
      /** System error code (ECONNREFUSED, EACCES, ENOENT …) if it did not. */
      syscallCode?: string;
      /** Container, image, network … the call was about. */
      subject?: string;
    },
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export interface LabelFilter {
  /** `key=value` or `key` entries; all must match. */
  label?: string[];
}

export interface EngineEndpoint {
  /** `unix:///…`, `npipe:////./pipe/…`, `tcp://…`, `ssh://…`, `wsl://DISTRO`. */
  url: string;
  /** Where it was found: `--host`, `DOCKER_HOST`, `context desktop-linux`, `default socket` … */
  source: string;
  /** Docker context whose TLS material and settings apply, if any. */
  context?: string;
}

export interface EngineInfo {
  name: string;
  /** e.g. `28.5.2` */
  version: string;
  apiVersion: string;
  minApiVersion: string;
  product: 'docker' | 'docker-desktop' | 'podman' | 'colima' | 'orbstack' | 'unknown';
  osType: string;
  /** GOARCH form: amd64, arm64. */
  architecture: string;
  operatingSystem: string;
  kernelVersion: string;
  cpus: number;
  memoryBytes: number;
  rootDir: string;
  storageDriver: string;
  cgroupVersion: string;
  rootless: boolean;
  runtimes: string[];
  cdiSpecDirs: string[];
  /** CDI devices the engine has discovered (API ≥ 1.50), e.g. `nvidia.com/gpu=all`. */
  discoveredDevices: string[];
  swarm: string;
}

/** One row of the container list; `health` is parsed from `Status` or the 1.52 `Health` field. */
export interface ContainerSummary {
  id: string;
  name: string;
  image: string;
  imageId: string;
  labels: Record<string, string>;
  state: ContainerState;
  status: string;
  health: HealthState;
  /** Only known for exited containers, parsed from `Status`. */
  exitCode?: number;
  /** Network names, with the network's id where the engine tells. */
  networks: Record<string, string>;
  /** Named volumes mounted: volume name by target path. */
  volumes: Record<string, string>;
  ports: { ip?: string; privatePort: number; publicPort?: number; protocol: string }[];
  createdAt: number;
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
export type HealthState = 'none' | 'starting' | 'healthy' | 'unhealthy';

export interface ContainerDetail {
  id: string;
  name: string;
  imageId: string;
  state: {
    status: ContainerState;
    exitCode: number;
    oomKilled: boolean;
    error: string;
    startedAt: string;
    finishedAt: string;
    health: HealthState;
    healthLog: { exitCode: number; output: string; start: string; end: string }[];
  };
  restartCount: number;
  /** The raw inspect document, for the drift comparison. */
  raw: Record<string, unknown>;
}

export interface NetworkSummary {
  id: string;
  name: string;
  driver: string;
  labels: Record<string, string>;
  /** Ids of attached containers, only filled by inspect. */
  containers: string[];
  subnets: string[];
}
export interface VolumeSummary {
  name: string;
  driver: string;
  labels: Record<string, string>;
  mountpoint: string;
}
export interface ImageDetail {
  id: string;
  tags: string[];
  digests: string[];
  os: string;
  architecture: string;
  sizeBytes: number;
  /** The image's own configuration, for the drift comparison and defaults. */
  config: {
    env: string[];
    cmd: string[] | null;
    entrypoint: string[] | null;
    labels: Record<string, string>;
    user: string;
    workingDir: string;
    volumes: string[];
    exposedPorts: string[];
    hasHealthcheck: boolean;
    /** The image's own HEALTHCHECK and the SHELL it runs in, where it has them. */
    healthcheck?: HealthSpec;
    shell?: string[];
    stopSignal?: string;
  };
}

/** One line of a pull stream, normalised over graph drivers and the containerd store (facts 3.5). */
export interface PullLine {
  /** Layer id (12 hex), absent for image-wide lines. */
  layer?: string;
  phase:
    | 'pulling'
    | 'waiting'
    | 'downloading'
    | 'verifying'
    | 'downloaded'
    | 'extracting'
    | 'done'
    | 'exists'
    | 'retrying'
    | 'info';
  currentBytes?: number;
  totalBytes?: number;
  text: string;
}
export interface BuildOptions {
  /** Absolute context directory, or an address that the engine fetches itself (git, a tar archive over http). */
  context: string;
  /** Relative to the context, or absolute. */
  dockerfile?: string;
  dockerfileInline?: string;
  tags: string[];
  target?: string;
  args?: Record<string, string | null>;
  labels?: Record<string, string>;
  network?: string;
  platform?: string;
  noCache?: boolean;
  pull?: boolean;
  extraHosts?: string[];
  cacheFrom?: string[];
  shmSizeBytes?: number;
  /** For `RUN --mount=type=secret`; BuildKit only. They are in no layer, no history and no log. */
  secrets?: BuildSecret[];
  /** For `RUN --mount=type=ssh`; BuildKit only. */
  ssh?: BuildSsh[];
  signal: AbortSignal;
}
/** Either a file of this machine, read when the build asks for it, or a value. */
export interface BuildSecret {
  id: string;
  file?: string;
  value?: string;
}
export interface BuildSsh {
  id: string;
  /** Socket of a running ssh agent. */
  socket: string;
}
export interface BuildLine {
  text: string;
  /** Set on the line that names the finished image. */
  imageId?: string;
}
export interface ExecOptions {
  cmd: string[];
  env?: string[];
  user?: string;
  workingDir?: string;
  tty?: boolean;
  stdin?: boolean;
  privileged?: boolean;
  signal?: AbortSignal;
}
export interface ExecSession {
  output: AsyncIterable<{ stream: 'stdout' | 'stderr'; data: Uint8Array }>;
  write(data: Uint8Array | string): void;
  endInput(): void;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves after the output has ended. */
  exitCode(): Promise<number>;
}
export interface LogOptions {
  follow?: boolean;
  /** Last N lines; all if absent. */
  tail?: number;
  /** RFC 3339 or `seconds.nanoseconds`. */
  since?: string;
  until?: string;
  signal: AbortSignal;
}
export interface LogLine {
  stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds, as the engine wrote it. */
  timestamp: string;
  text: string;
}
export interface EngineEvent {
  type: 'container' | 'network' | 'volume' | 'image' | 'daemon';
  /** Action without its argument: `create`, `start`, `die`, `oom`, `health_status`, `destroy`, `kill`, `stop`, `restart` … */
  action: string;
  id: string;
  attributes: Record<string, string>;
  /** For `health_status`; not on Podman, which tells the health of before the probe. */
  health?: HealthState;
  /** For `die`. */
  exitCode?: number;
  /** Nanoseconds since the epoch, as a string: beyond a double's precision. */
  timeNano: string;
}
export interface StatsSample {
  /** Milliseconds since the epoch. */
  at: number;
  cpuTotalNs: number;
  systemCpuNs: number;
  onlineCpus: number;
  /** usage − inactive_file (cgroup v2) or − total_inactive_file (v1). */
  memoryBytes: number;
  memoryLimitBytes: number;
  rxBytes: number;
  txBytes: number;
  readBytes: number;
  writeBytes: number;
  pids: number;
}
