import type { Service } from '../../packages/core/compose/index.ts';

/** One change of one service in the model, and the fields that drift must name for it, and no others. */
export interface Mutation {
  of: string;
  change: Partial<Service> | ((service: Service) => Partial<Service>);
  fields: string[];
  minApi?: number;
}

const deploy = (limits: object) => ({ deploy: { resources: { limits } } }) as Partial<Service>;

const withVolume = (target: string, change: Record<string, unknown>) => (service: Service) =>
  ({
    volumes: (service.volumes ?? []).map((v) => (v.target === target ? { ...v, ...change } : v)),
  }) as Partial<Service>;

export const mutations: Record<string, Mutation> = {
  command: { of: 'bare', change: { command: ['sleep', '7'] }, fields: ['command'] },
  'command of the image again': { of: 'image-own-command', change: { command: null }, fields: ['command'] },
  entrypoint: { of: 'bare', change: { entrypoint: ['env'] }, fields: ['entrypoint'] },
  'entrypoint of the image again': {
    of: 'image-own-entrypoint',
    change: { entrypoint: null },
    fields: ['command', 'entrypoint'],
  },
  'a variable changed': {
    of: 'process',
    change: (s) => ({ environment: { ...s.environment, A: '2' } }),
    fields: ['environment.A'],
  },
  'a variable added': { of: 'bare', change: { environment: { NEW: 'x' } }, fields: ['environment.NEW'] },
  'a variable gone': {
    of: 'image-overridden',
    change: { environment: {} },
    fields: ['environment.DROPPED', 'environment.FROM_IMAGE'],
  },
  'a variable emptied': {
    of: 'process',
    change: (s) => ({ environment: { ...s.environment, A: '' } }),
    fields: ['environment.A'],
  },
  'working directory': { of: 'process', change: { working_dir: '/var' }, fields: ['working_dir'] },
  user: { of: 'process', change: { user: '0' }, fields: ['user'] },
  hostname: { of: 'process', change: { hostname: 'other' }, fields: ['hostname'] },
  'hostname gone': { of: 'process', change: { hostname: '' }, fields: ['hostname'] },
  domainname: { of: 'process', change: { domainname: 'example.net' }, fields: ['domainname'] },
  tty: { of: 'process', change: { tty: false }, fields: ['tty'] },
  stdin: { of: 'bare', change: { stdin_open: true }, fields: ['stdin_open'] },
  'stop signal': { of: 'process', change: { stop_signal: 'SIGHUP' }, fields: ['stop_signal'] },
  'stop grace period': { of: 'process', change: { stop_grace_period: '20s' }, fields: ['stop_grace_period'] },
  init: { of: 'bare', change: { init: true }, fields: ['init'] },
  groups: { of: 'process', change: { group_add: ['100'] }, fields: ['group_add'] },
  'a label': {
    of: 'process',
    change: { labels: { plain: 'y' } },
    fields: ['labels.empty', 'labels.plain', 'labels.with.dots'],
  },
  annotation: { of: 'annotations', change: { annotations: {} }, fields: ['annotations.org.example'], minApi: 43 },
  restart: { of: 'bare', change: { restart: 'unless-stopped' }, fields: ['restart'] },
  'restart count': { of: 'restart-on-failure', change: { restart: 'on-failure:5' }, fields: ['restart'] },
  'health test': {
    of: 'health-argv',
    change: { healthcheck: { test: ['CMD', 'false'] } },
    fields: ['healthcheck.test'],
  },
  'health interval': {
    of: 'health-shell',
    change: (s) => ({ healthcheck: { ...s.healthcheck, interval: '5s' } }),
    fields: ['healthcheck.interval'],
  },
  'health retries': {
    of: 'health-shell',
    change: (s) => ({ healthcheck: { ...s.healthcheck, retries: 9 } }),
    fields: ['healthcheck.retries'],
  },
  'health start period': {
    of: 'health-shell',
    change: (s) => ({ healthcheck: { ...s.healthcheck, start_period: '1m' } }),
    fields: ['healthcheck.start_period'],
  },
  'health timeout': {
    of: 'health-shell',
    change: (s) => ({ healthcheck: { ...s.healthcheck, timeout: '9s' } }),
    fields: ['healthcheck.timeout'],
  },
  'health check off': { of: 'health-argv', change: { healthcheck: { disable: true } }, fields: ['healthcheck.test'] },
  'host port': {
    of: 'ports-any-address',
    change: { ports: [{ mode: 'ingress', target: 82, published: '23183', protocol: 'tcp' }] },
    fields: ['ports.82/tcp'],
  },
  'host address': {
    of: 'ports-any-address',
    change: { ports: [{ mode: 'ingress', target: 82, published: '23182', protocol: 'tcp', host_ip: '127.0.0.1' }] },
    fields: ['ports.82/tcp'],
  },
  'port gone': { of: 'ports-any-address', change: { ports: [] }, fields: ['ports.82/tcp'] },
  expose: { of: 'bare', change: { expose: ['1234'] }, fields: ['expose.1234/tcp'] },
  'network added': {
    of: 'bare',
    change: { networks: { default: null, back: null } },
    // By name it comes first and becomes the primary one.
    fields: ['networks', 'back', 'back.aliases'],
  },
  'network alias': {
    of: 'networks-old-engine',
    change: (s) => ({ networks: { ...s.networks, back: { aliases: ['db', 'sql'] } } }),
    fields: ['back.aliases'],
  },
  'fixed address': {
    of: 'networks-old-engine',
    change: (s) => ({ networks: { ...s.networks, front: { priority: 3, ipv4_address: '172.29.117.9' } } }),
    fields: ['front.ipv4_address'],
  },
  'network mode': { of: 'network-none', change: { network_mode: 'host' }, fields: ['network_mode'] },
  dns: { of: 'resolver', change: { dns: ['192.0.2.9'] }, fields: ['dns'] },
  'dns search': { of: 'resolver', change: { dns_search: [] }, fields: ['dns_search'] },
  'dns option': { of: 'resolver', change: { dns_opt: ['ndots:3'] }, fields: ['dns_opt'] },
  'extra host': { of: 'resolver', change: { extra_hosts: ['one=192.0.2.8'] }, fields: ['extra_hosts'] },
  'volume read-only': { of: 'mounts', change: withVolume('/data', { read_only: true }), fields: ['volumes./data'] },
  'other volume': { of: 'mounts', change: withVolume('/data', { source: 'data2' }), fields: ['volumes./data'] },
  'bind source': { of: 'mounts', change: withVolume('/folder', { source: '/srv' }), fields: ['volumes./folder'] },
  'mount target': {
    of: 'mounts',
    change: withVolume('/long', { target: '/longer' }),
    fields: ['volumes./long', 'volumes./longer'],
  },
  'tmpfs size': {
    of: 'mounts',
    change: withVolume('/ram', { tmpfs: { size: '20971520', mode: 448 } }),
    fields: ['volumes./ram'],
  },
  'tmpfs options': { of: 'mounts', change: { tmpfs: ['/run:size=32m', '/scratch'] }, fields: ['tmpfs./run'] },
  'secret gone': { of: 'files', change: { secrets: [] }, fields: ['volumes./run/secrets/file-secret'] },
  'volumes from': { of: 'shares-all', change: { volumes_from: [] }, fields: ['volumes_from'] },
  memory: { of: 'memory-only', change: { mem_limit: '134217728' }, fields: ['mem_limit'] },
  'memory by deploy': { of: 'memory-only', change: deploy({ memory: '134217728' }), fields: ['mem_limit'] },
  swap: { of: 'memory', change: { memswap_limit: '-1' }, fields: ['memswap_limit'] },
  'memory reservation': { of: 'memory', change: { mem_reservation: '16777216' }, fields: ['mem_reservation'] },
  'shared memory': { of: 'memory', change: { shm_size: '209715200' }, fields: ['shm_size'] },
  'oom score': { of: 'memory', change: { oom_score_adj: 200 }, fields: ['oom_score_adj'] },
  cpus: { of: 'processor', change: { cpus: 0.5 }, fields: ['cpus'] },
  cpuset: { of: 'processor', change: { cpuset: '1' }, fields: ['cpuset'] },
  'cpu shares': { of: 'processor', change: { cpu_shares: 256 }, fields: ['cpu_shares'] },
  'cpu quota': { of: 'processor-quota', change: { cpu_quota: 30000 }, fields: ['cpu_quota'] },
  pids: { of: 'processor', change: { pids_limit: 200 }, fields: ['pids_limit'] },
  ulimit: {
    of: 'limits',
    change: { ulimits: { nofile: 2048, nproc: { soft: 100, hard: 200 } } },
    fields: ['ulimits.nofile'],
  },
  device: {
    of: 'devices',
    change: { devices: [{ source: '/dev/null', target: '/dev/xnull', permissions: 'rw' }] },
    fields: ['devices./dev/xnull', 'devices./dev/zero'],
  },
  'device rule': { of: 'devices', change: { device_cgroup_rules: [] }, fields: ['device_cgroup_rules'] },
  gpu: { of: 'gpu-list', change: { gpus: [{ driver: 'nvidia', count: 1 }] }, fields: ['gpus'] },
  'gpu gone': { of: 'gpu-reservation', change: { deploy: {} }, fields: ['gpus'] },
  privileged: { of: 'bare', change: { privileged: true }, fields: ['privileged'] },
  'read-only root': { of: 'bare', change: { read_only: true }, fields: ['read_only'] },
  'capability added': { of: 'hardened', change: { cap_add: ['CHOWN'] }, fields: ['cap_add'] },
  'capability dropped': { of: 'hardened', change: { cap_drop: [] }, fields: ['cap_drop'] },
  'security option': { of: 'hardened', change: { security_opt: ['no-new-privileges:true'] }, fields: ['security_opt'] },
  'system paths': { of: 'unconfined', change: { security_opt: ['seccomp=unconfined'] }, fields: ['security_opt'] },
  sysctl: {
    of: 'hardened',
    change: { sysctls: { 'net.core.somaxconn': '512' } },
    fields: ['sysctls.net.core.somaxconn'],
  },
  ipc: { of: 'bare', change: { ipc: 'host' }, fields: ['ipc'] },
  pid: { of: 'pid-host', change: { pid: '' }, fields: ['pid'] },
  uts: { of: 'bare', change: { uts: 'host' }, fields: ['uts'] },
  'user namespace': { of: 'privileged', change: { userns_mode: '' }, fields: ['userns_mode'] },
  'cgroup parent': { of: 'cgroup-parent', change: { cgroup_parent: '/elsewhere' }, fields: ['cgroup_parent'] },
  'log option': {
    of: 'logging',
    change: { logging: { driver: 'json-file', options: { 'max-size': '9m' } } },
    fields: ['logging.options.max-size'],
  },
  'log driver': { of: 'logging-local', change: { logging: { driver: 'json-file' } }, fields: ['logging.driver'] },
};
