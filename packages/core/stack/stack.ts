import type { Diagnosis } from '../diagnose/error.ts';
import type {
  ContainerState,
  Engine,
  EngineCandidate,
  ExecOptions,
  ExecSession,
  HealthState,
} from '../engine/index.ts';
import type { StackEvent } from './events.ts';
import type { StackExtension } from './extension.ts';
import type { Selection, StackModel } from './model.ts';
import type { Plan } from './plan/types.ts';
import type { PreflightReport } from './preflight/types.ts';

/**
 * The control plane of one project on one engine: what the terminal, the headless host and the window call.
 * Long operations are async iterables of events that end with an `end` event; they do not throw for a failure of the
 * stack (that is a `failure` event and `outcome: 'failed'`), only for a defect. Everything else rejects with SutazaiError.
 */
export interface Stack {
  readonly model: StackModel;
  readonly engine: Engine;
  /** True if no compose file was at hand and the model was read back from the labels on the engine (`-p NAME` alone). */
  readonly fromLabels: boolean;

  preflight(options?: { signal?: AbortSignal; proveGpu?: boolean }): Promise<PreflightReport>;
  plan(options?: PlanOptions): Promise<Plan>;
  up(options: UpOptions): AsyncIterable<StackEvent>;
  down(options: DownOptions): AsyncIterable<StackEvent>;
  start(selection: Selection, options: OperationOptions): AsyncIterable<StackEvent>;
  stop(selection: Selection, options: OperationOptions & { timeout?: number }): AsyncIterable<StackEvent>;
  restart(selection: Selection, options: OperationOptions & { timeout?: number }): AsyncIterable<StackEvent>;

  status(options?: { signal?: AbortSignal }): Promise<StackStatus>;
  /** The status now, and again after every change that an engine event tells of; survives the engine going away. */
  watch(options: { signal: AbortSignal }): AsyncIterable<StackStatus>;
  /** Why a service is unhealthy, has failed or was killed, one entry for each such container; empty if nothing is wrong. */
  diagnose(service: string, options?: { signal?: AbortSignal }): Promise<Diagnosis[]>;
  logs(selection: Selection, options: LogsOptions): AsyncIterable<StackLogLine>;
  /** The same lines, those together that are there together; never none. */
  logBatches(selection: Selection, options: LogsOptions): AsyncIterable<StackLogLine[]>;
  /** First running container of the service, or number `index`. */
  exec(service: string, options: ExecOptions & { index?: number }): Promise<ExecSession>;
  stats(selection: Selection, options: { signal: AbortSignal }): AsyncIterable<ServiceStats>;
  /** Writes compose.yaml, .env and secret templates that `docker compose up` runs unchanged. Refuses a folder that is not empty. */
  exportTo(
    directory: string,
    options?: { force?: boolean },
  ): Promise<{ directory: string; files: string[]; notes: string[] }>;
  close(): void;
}

export interface OpenOptions {
  /** Where default compose files are looked for, and the base of relative paths. */
  cwd: string;
  files?: string[];
  projectName?: string;
  projectDirectory?: string;
  profiles?: string[];
  envFiles?: string[];
  environment: Record<string, string | undefined>;
  /** Our own state: settings, overrides, secrets. See docs/architecture.md. */
  stateDir: string;
  home: string;
  platform: NodeJS.Platform;
  uid: number;
  /** `--host`. */
  host?: string;
  /** Services named on the command line: their profiles are enabled. */
  services?: string[];
  signal?: AbortSignal;
  /** What other areas add to `up`. */
  extensions?: readonly StackExtension[];
}

export interface PlanOptions {
  selection?: Selection;
  /** Recreate even what matches. */
  forceRecreate?: boolean;
  /** Start what exists, recreate nothing. */
  noRecreate?: boolean;
  removeOrphans?: boolean;
  /** Build images again even if they exist. */
  build?: boolean;
  /** Overrides the services' own pull policy. */
  pull?: 'always' | 'missing' | 'never';
  scale?: Record<string, number>;
  /** Leave dependencies of the selected services alone. */
  noDeps?: boolean;
  signal?: AbortSignal;
}
export interface UpOptions extends PlanOptions {
  signal: AbortSignal;
  /** Do not refuse what preflight found; used by `--skip-preflight`. */
  skipPreflight?: boolean;
  /** Take the free port that preflight offers for each conflict, and keep it as an override. */
  fixPorts?: boolean;
  /** Milliseconds a service may take to become ready, from its start; default 10 minutes. */
  readyTimeout?: number;
  /** Milliseconds a pull may stand still; default 120 s. There is no limit on its total time. */
  pullStallTimeout?: number;
}
export interface DownOptions {
  signal: AbortSignal;
  volumes?: boolean;
  images?: boolean;
  removeOrphans?: boolean;
  /** Whole seconds before the kill; the container's own grace period if absent. */
  timeout?: number;
}
export interface OperationOptions {
  signal: AbortSignal;
  readyTimeout?: number;
}

export interface StackStatus {
  project: string;
  engine: { reachable: boolean; url: string; version?: string };
  services: ServiceStatus[];
  /** Milliseconds since the epoch, when the engine was asked: its words of how long something has been up are of then. */
  at?: number;
}
export interface ServiceStatus {
  service: string;
  tier?: string;
  title?: string;
  /** In words of the product: what the user should think of this service now. */
  state:
    | 'absent'
    | 'created'
    | 'starting'
    | 'running'
    | 'healthy'
    | 'unhealthy'
    | 'restarting'
    | 'paused'
    | 'stopped'
    | 'finished'
    | 'failed'
    | 'external';
  containers: {
    id: string;
    name: string;
    number: number;
    state: ContainerState;
    health: HealthState;
    exitCode?: number;
    /** The engine's words, e.g. `Up 3 minutes (healthy)`. */
    status: string;
    image: string;
  }[];
  ports: { ip: string; published: number; target: number; protocol: string }[];
  url?: string;
}

export interface LogsOptions {
  signal: AbortSignal;
  follow?: boolean;
  tail?: number;
  since?: string;
  until?: string;
}
/** One line, or a seam where a container went away and came back. */
export type StackLogLine =
  | { kind: 'line'; service: string; container: string; stream: 'stdout' | 'stderr'; timestamp: string; text: string }
  | {
      kind: 'seam';
      service: string;
      container: string;
      timestamp: string;
      reason: 'started' | 'restarted' | 'recreated' | 'exited' | 'engine-lost' | 'engine-back';
      exitCode?: number;
    };

export interface ServiceStats {
  service: string;
  container: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Percent of one core. */
  cpuPercent: number;
  memoryBytes: number;
  memoryLimitBytes: number;
  rxBytesPerSecond: number;
  txBytesPerSecond: number;
}

export type OpenStack = (options: OpenOptions) => Promise<Stack>;
export type { EngineCandidate };
