/**
 * The plan: what an `up` will do, as data. It is what the user sees before pressing Start and what apply runs;
 * it is JSON, so that it crosses IPC and prints under `--json` unchanged.
 */
export interface Plan {
  project: string;
  networks: NetworkAction[];
  volumes: VolumeAction[];
  images: ImageAction[];
  /** In start order: a service stands after everything it waits for. */
  services: ServicePlan[];
  /** Containers of services that the files no longer name. */
  orphans: { container: string; id: string; service: string; remove: boolean }[];
  external: { service: string; url: string }[];
  /** Things that the user should know and that stop nothing. */
  warnings: { code: string; message: string; service?: string }[];
  /** True if nothing has to be done at all. */
  upToDate: boolean;
}

export interface NetworkAction {
  key: string;
  name: string;
  action: 'keep' | 'create' | 'recreate' | 'external';
  id?: string;
  reasons: Reason[];
}
export interface VolumeAction {
  key: string;
  name: string;
  /** A diverged volume is kept and warned about: its data is never removed by an `up`. */
  action: 'keep' | 'create' | 'external';
}
export interface ImageAction {
  image: string;
  services: string[];
  action: 'keep' | 'pull' | 'build';
  platform?: string;
  /** For a pull that may fail because a local copy exists (`pull_policy: always`). */
  optional?: boolean;
  reasons: Reason[];
}
export interface ServicePlan {
  service: string;
  /** A job ends by itself: someone waits for its completion, or it has no restart policy and has exited 0 before. */
  job: boolean;
  image: string;
  waitsFor: { service: string; condition: DependencyCondition; required: boolean }[];
  containers: ContainerAction[];
}
export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface ContainerAction {
  name: string;
  /** 1, 2, … within the service; part of the name and of compose's labels. */
  number: number;
  /**
   * keep: running as wanted. done: a job that has finished under this very configuration. start: exists, is not running.
   * wait: running, but its health has not been confirmed yet. restart: a dependency with `restart: true` is recreated. remove: beyond the wanted scale.
   */
  action: 'keep' | 'done' | 'wait' | 'start' | 'restart' | 'create' | 'recreate' | 'remove';
  id?: string;
  /** Temporary name it still carries from an interrupted recreate. */
  renameFrom?: string;
  /** Containers that hold a host port of this one and that the same plan stops: each is stopped before this one starts. */
  portsFrom?: PortHolder[];
  /** Why, in words and as data; empty for keep. */
  reasons: Reason[];
}

export interface PortHolder {
  id: string;
  container: string;
  service: string;
}

export interface Reason {
  code:
    | 'absent'
    | 'not-running'
    | 'config-changed'
    | 'content-changed'
    | 'image-changed'
    | 'network-changed'
    | 'volume-changed'
    | 'parent-recreated'
    | 'dead'
    | 'forced'
    | 'scale-down'
    | 'drift'
    | 'unhealthy'
    | 'unfinished'
    | 'missing-image'
    | 'policy';
  /** e.g. `environment.READY_MS`, with `from` and `to` (values of secret-looking keys are masked). */
  field?: string;
  from?: string;
  to?: string;
}
