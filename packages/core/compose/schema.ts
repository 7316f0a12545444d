import {
  anything,
  bool,
  bytes,
  duration,
  either,
  int,
  list,
  map,
  matching,
  number,
  object,
  oneOf,
  optional,
  type Rule,
  scalar,
  scalarOrNull,
  text,
  textOrNumber,
} from './rules.ts';

const strings = list(textOrNumber);
const stringOrList = either(['scalar', textOrNumber], ['list', strings]);
const listOrMap = either(['list', list(scalar)], ['map', map(scalarOrNull)]);
const command = either(['scalar', text], ['list', list(textOrNumber)], ['null', anything]);
const ulimits = map(either(['scalar', int], ['map', object({ soft: int, hard: int }, ['soft', 'hard'])]));
const extraHosts = either(['list', strings], ['map', map(either(['scalar', text], ['list', strings]))]);
const external = either(['scalar', bool], ['map', object({ name: text })]);
const fileReferences = list(
  either(
    ['scalar', text],
    ['map', object({ source: text, target: text, uid: textOrNumber, gid: textOrNumber, mode: textOrNumber })],
  ),
);
const rates = list(object({ path: text, rate: textOrNumber }, ['path', 'rate']));
const weights = list(object({ path: text, weight: int }, ['path', 'weight']));
const hooks = list(
  object({ command, user: text, privileged: bool, working_dir: text, environment: listOrMap }, ['command']),
);
const device = object({
  capabilities: strings,
  driver: text,
  count: textOrNumber,
  device_ids: strings,
  options: listOrMap,
});

const healthcheck = object({
  disable: bool,
  interval: duration,
  retries: number,
  test: stringOrList,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
});

const update = object({
  parallelism: int,
  delay: duration,
  failure_action: text,
  monitor: duration,
  max_failure_ratio: number,
  order: oneOf('start-first', 'stop-first'),
});

const deploy = object({
  mode: text,
  endpoint_mode: text,
  replicas: int,
  labels: listOrMap,
  rollback_config: update,
  update_config: update,
  resources: object({
    limits: object({ cpus: number, memory: bytes, pids: int }),
    reservations: object({
      cpus: number,
      memory: bytes,
      generic_resources: list(object({ discrete_resource_spec: object({ kind: text, value: number }) })),
      devices: list(device),
    }),
  }),
  restart_policy: object({ condition: text, delay: duration, max_attempts: int, window: duration }),
  placement: object({ constraints: strings, preferences: list(object({ spread: text })), max_replicas_per_node: int }),
});

const build = object({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: strings,
  args: listOrMap,
  ssh: listOrMap,
  labels: listOrMap,
  cache_from: strings,
  cache_to: strings,
  no_cache: bool,
  additional_contexts: listOrMap,
  network: text,
  provenance: scalar,
  sbom: scalar,
  pull: bool,
  target: text,
  shm_size: bytes,
  extra_hosts: extraHosts,
  isolation: text,
  privileged: bool,
  secrets: fileReferences,
  tags: strings,
  ulimits,
  platforms: strings,
});

const ports = list(
  either(
    ['scalar', textOrNumber],
    [
      'map',
      object({
        name: text,
        mode: text,
        host_ip: text,
        target: textOrNumber,
        published: textOrNumber,
        protocol: text,
        app_protocol: text,
      }),
    ],
  ),
);

const volumes = list(
  either(
    ['scalar', text],
    [
      'map',
      object(
        {
          type: oneOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
          source: text,
          target: text,
          read_only: bool,
          consistency: text,
          bind: object({
            propagation: text,
            create_host_path: bool,
            recursive: oneOf('enabled', 'disabled', 'writable', 'readonly'),
            selinux: oneOf('z', 'Z'),
          }),
          volume: object({ labels: listOrMap, nocopy: bool, subpath: text }),
          tmpfs: object({ size: bytes, mode: textOrNumber }),
          image: object({ subpath: text }),
        },
        ['type'],
      ),
    ],
  ),
);

const serviceNetworks = either(
  ['list', strings],
  [
    'map',
    map(
      optional(
        object({
          aliases: strings,
          interface_name: text,
          ipv4_address: text,
          ipv6_address: text,
          link_local_ips: strings,
          mac_address: text,
          driver_opts: map(textOrNumber),
          priority: number,
          gw_priority: number,
        }),
      ),
    ),
  ],
);

const dependsOn = either(
  ['list', strings],
  [
    'map',
    map(
      object(
        {
          condition: oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
          restart: bool,
          required: bool,
        },
        ['condition'],
      ),
    ),
  ],
);

const envFile = either(
  ['scalar', text],
  ['list', list(either(['scalar', text], ['map', object({ path: text, format: text, required: bool }, ['path'])]))],
);

export const serviceRule = object({
  annotations: listOrMap,
  attach: bool,
  blkio_config: object({
    weight: int,
    weight_device: weights,
    device_read_bps: rates,
    device_read_iops: rates,
    device_write_bps: rates,
    device_write_iops: rates,
  }),
  build: either(['scalar', text], ['map', build]),
  cap_add: strings,
  cap_drop: strings,
  cgroup: oneOf('host', 'private'),
  cgroup_parent: text,
  command,
  configs: fileReferences,
  container_name: text,
  cpu_count: int,
  cpu_percent: number,
  cpu_period: textOrNumber,
  cpu_quota: textOrNumber,
  cpu_rt_period: textOrNumber,
  cpu_rt_runtime: textOrNumber,
  cpu_shares: number,
  cpus: number,
  cpuset: text,
  credential_spec: object({ config: text, file: text, registry: text }),
  depends_on: dependsOn,
  deploy: optional(deploy),
  develop: optional(object({ watch: list(anything) })),
  device_cgroup_rules: strings,
  devices: list(
    either(['scalar', text], ['map', object({ source: text, target: text, permissions: text }, ['source'])]),
  ),
  dns: stringOrList,
  dns_opt: strings,
  dns_search: stringOrList,
  domainname: text,
  entrypoint: command,
  env_file: envFile,
  environment: listOrMap,
  expose: strings,
  extends: either(['scalar', text], ['map', object({ service: text, file: text }, ['service'])]),
  external_links: strings,
  extra_hosts: extraHosts,
  gpus: either(['scalar', text], ['list', list(device)]),
  group_add: strings,
  healthcheck,
  hostname: text,
  image: text,
  init: bool,
  ipc: text,
  isolation: text,
  label_file: stringOrList,
  labels: listOrMap,
  links: strings,
  logging: object({ driver: text, options: map(scalarOrNull) }),
  mac_address: text,
  mem_limit: bytes,
  mem_reservation: bytes,
  mem_swappiness: int,
  memswap_limit: bytes,
  models: either(['list', strings], ['map', map(anything)]),
  network_mode: text,
  networks: serviceNetworks,
  oom_kill_disable: bool,
  oom_score_adj: int,
  pid: optional(text),
  pids_limit: number,
  platform: text,
  ports,
  post_start: hooks,
  pre_stop: hooks,
  privileged: bool,
  profiles: strings,
  provider: object({ type: text, options: map(anything) }, ['type']),
  pull_policy: matching(
    /^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$/,
    'always, never, missing, build, daily, weekly or every_<duration>',
  ),
  pull_refresh_after: text,
  read_only: bool,
  restart: text,
  runtime: text,
  scale: int,
  secrets: fileReferences,
  security_opt: strings,
  shm_size: bytes,
  stdin_open: bool,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: map(anything),
  sysctls: listOrMap,
  tmpfs: stringOrList,
  tty: bool,
  ulimits,
  use_api_socket: bool,
  user: text,
  userns_mode: text,
  uts: text,
  volume_driver: text,
  volumes,
  volumes_from: strings,
  working_dir: text,
});

const networkRule = object({
  name: text,
  driver: text,
  driver_opts: map(textOrNumber),
  ipam: object({
    driver: text,
    config: list(object({ subnet: text, ip_range: text, gateway: text, aux_addresses: map(text) })),
    options: map(text),
  }),
  external,
  internal: bool,
  enable_ipv4: bool,
  enable_ipv6: bool,
  attachable: bool,
  labels: listOrMap,
});

const volumeRule = object({ name: text, driver: text, driver_opts: map(textOrNumber), external, labels: listOrMap });

const fileObject = object({
  name: text,
  file: text,
  environment: text,
  content: text,
  external,
  labels: listOrMap,
  driver: text,
  driver_opts: map(textOrNumber),
  template_driver: text,
});

/** A whole compose file, as the compose specification's schema of v2.40 has it. */
export const fileRule: Rule = object({
  version: textOrNumber,
  name: text,
  include: list(
    either(['scalar', text], ['map', object({ path: stringOrList, env_file: stringOrList, project_directory: text })]),
  ),
  services: optional(map(optional(serviceRule))),
  networks: optional(map(optional(networkRule))),
  volumes: optional(map(optional(volumeRule))),
  secrets: optional(map(optional(fileObject))),
  configs: optional(map(optional(fileObject))),
  models: optional(map(object({ name: text, model: text, context_size: int, runtime_flags: strings }))),
});
