/**
 * The normalised project: the shape that `docker compose config --format json` (v2.40.3, measured) prints, but with `$` not
 * doubled and with extensions kept. Durations are Go strings (`1m30s`), byte sizes decimal strings; paths are absolute.
 */
export interface Project {
  name: string;
  services: Record<string, Service>;
  networks?: Record<string, Network>;
  volumes?: Record<string, Volume>;
  secrets?: Record<string, FileObject>;
  configs?: Record<string, FileObject>;
  models?: Record<string, ModelDefinition>;
  [extension: `x-${string}`]: unknown;
}

export type StringMap = Record<string, string>;

export interface Service {
  annotations?: StringMap;
  attach?: boolean;
  blkio_config?: BlkioConfig;
  build?: Build;
  cap_add?: string[];
  cap_drop?: string[];
  cgroup?: string;
  cgroup_parent?: string;
  command?: string[] | null;
  configs?: FileReference[];
  container_name?: string;
  cpu_count?: number;
  cpu_percent?: number;
  cpu_period?: number;
  cpu_quota?: number;
  cpu_rt_period?: number;
  cpu_rt_runtime?: number;
  cpu_shares?: number;
  cpus?: number;
  cpuset?: string;
  credential_spec?: { config?: string; file?: string; registry?: string };
  depends_on?: Record<string, ServiceDependency>;
  deploy?: Deploy;
  develop?: { watch?: Record<string, unknown>[] };
  device_cgroup_rules?: string[];
  devices?: { source: string; target?: string; permissions?: string }[];
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  domainname?: string;
  entrypoint?: string[] | null;
  /** null: to be taken from the environment, where it is not set. */
  environment?: Record<string, string | null>;
  expose?: string[];
  external_links?: string[];
  /** `host=ip`, sorted. */
  extra_hosts?: string[];
  gpus?: DeviceRequest[];
  group_add?: string[];
  healthcheck?: Healthcheck;
  hostname?: string;
  image?: string;
  init?: boolean;
  ipc?: string;
  isolation?: string;
  labels?: StringMap;
  links?: string[];
  logging?: { driver?: string; options?: StringMap };
  mac_address?: string;
  mem_limit?: string;
  mem_reservation?: string;
  mem_swappiness?: string;
  memswap_limit?: string;
  models?: Record<string, { endpoint_var?: string; model_var?: string } | null>;
  network_mode?: string;
  networks?: Record<string, ServiceNetwork | null>;
  oom_kill_disable?: boolean;
  oom_score_adj?: number;
  pid?: string;
  pids_limit?: number;
  platform?: string;
  ports?: ServicePort[];
  post_start?: LifecycleHook[];
  pre_stop?: LifecycleHook[];
  privileged?: boolean;
  profiles?: string[];
  provider?: { type?: string; options?: Record<string, string[]> };
  pull_policy?: string;
  read_only?: boolean;
  restart?: string;
  runtime?: string;
  scale?: number;
  secrets?: FileReference[];
  security_opt?: string[];
  shm_size?: string;
  stdin_open?: boolean;
  stop_grace_period?: string;
  stop_signal?: string;
  storage_opt?: StringMap;
  sysctls?: StringMap;
  tmpfs?: string[];
  tty?: boolean;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  use_api_socket?: boolean;
  user?: string;
  userns_mode?: string;
  uts?: string;
  volume_driver?: string;
  volumes?: ServiceVolume[];
  volumes_from?: string[];
  working_dir?: string;
  [extension: `x-${string}`]: unknown;
}

export interface ServiceDependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  required: boolean;
  restart?: boolean;
}
export interface Healthcheck {
  test?: string[];
  timeout?: string;
  interval?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}
export interface ServicePort {
  name?: string;
  mode: string;
  host_ip?: string;
  target: number;
  /** A port or a range; absent: the engine picks. */
  published?: string;
  protocol: string;
  app_protocol?: string;
}
export interface ServiceVolume {
  /** `bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`. */
  type: string;
  /** Key of a named volume, absolute path, or image. Absent for anonymous volumes and tmpfs. */
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { propagation?: string; create_host_path?: boolean; selinux?: string; recursive?: string };
  volume?: { nocopy?: boolean; subpath?: string; labels?: StringMap };
  tmpfs?: { size?: string; mode?: number };
  image?: { subpath?: string };
}
export interface ServiceNetwork {
  aliases?: string[];
  driver_opts?: StringMap;
  gw_priority?: number;
  interface_name?: string;
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  priority?: number;
}
export interface FileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  /** Octal. */
  mode?: string;
}
export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  /** -1 means all. */
  count?: number;
  device_ids?: string[];
  options?: StringMap;
}
export interface LifecycleHook {
  command: string[];
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
}
export interface Build {
  context?: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  entitlements?: string[];
  args?: Record<string, string | null>;
  provenance?: string;
  sbom?: string;
  ssh?: string[];
  labels?: StringMap;
  cache_from?: string[];
  cache_to?: string[];
  no_cache?: boolean;
  additional_contexts?: StringMap;
  pull?: boolean;
  extra_hosts?: string[];
  isolation?: string;
  network?: string;
  target?: string;
  secrets?: FileReference[];
  shm_size?: string;
  tags?: string[];
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  platforms?: string[];
  privileged?: boolean;
}
export interface UpdateConfig {
  parallelism?: number;
  delay?: string;
  failure_action?: string;
  monitor?: string;
  max_failure_ratio?: number;
  order?: string;
}
export interface Deploy {
  mode?: string;
  replicas?: number;
  labels?: StringMap;
  update_config?: UpdateConfig;
  rollback_config?: UpdateConfig;
  resources?: {
    limits?: Resource;
    reservations?: Resource & { generic_resources?: unknown[] };
  };
  restart_policy?: { condition?: string; delay?: string; max_attempts?: number; window?: string };
  placement?: { constraints?: string[]; preferences?: { spread?: string }[]; max_replicas_per_node?: number };
  endpoint_mode?: string;
}
export interface Resource {
  cpus?: number;
  memory?: string;
  pids?: number;
  devices?: DeviceRequest[];
}
/** compose prints these with capital keys. */
export interface BlkioConfig {
  weight?: number;
  weight_device?: { Path: string; Weight: number }[];
  device_read_bps?: { Path: string; Rate: string }[];
  device_read_iops?: { Path: string; Rate: string }[];
  device_write_bps?: { Path: string; Rate: string }[];
  device_write_iops?: { Path: string; Rate: string }[];
}
export interface Network {
  name?: string;
  driver?: string;
  driver_opts?: StringMap;
  ipam?: {
    driver?: string;
    config?: { subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: StringMap }[];
    options?: StringMap;
  };
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: StringMap;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
  [extension: `x-${string}`]: unknown;
}
export interface Volume {
  name?: string;
  driver?: string;
  driver_opts?: StringMap;
  external?: boolean;
  labels?: StringMap;
  [extension: `x-${string}`]: unknown;
}
/** A secret or a config: a file, a variable of the environment, or a text. */
export interface FileObject {
  name?: string;
  file?: string;
  environment?: string;
  content?: string;
  external?: boolean;
  labels?: StringMap;
  driver?: string;
  driver_opts?: StringMap;
  template_driver?: string;
  [extension: `x-${string}`]: unknown;
}
export interface ModelDefinition {
  name?: string;
  model?: string;
  context_size?: number;
  runtime_flags?: string[];
}
