import { richImage } from './rich-image.ts';

/** A service in compose's own file format, and where it can be used. */
export interface Case {
  service: Record<string, unknown>;
  /** Smallest API minor version that docker compose itself needs for it. */
  minApi?: number;
  /** Needs what the lab has not (GPU, CDI): created, never started. */
  createOnly?: boolean;
}

const image = 'sutazai-lab/busybox:1';
const command = ['sleep', '600'];
const plain = { image, command, stop_grace_period: '1s' };

/** Services that between them use every key that reaches the engine. Files named here are made by the project's folder. */
export const cases: Record<string, Case> = {
  bare: { service: { image, command } },
  'image-only': { service: { image: richImage } },
  'image-own-command': { service: { image: richImage, command: ['sleep', '601'] } },
  'image-own-entrypoint': { service: { image: richImage, entrypoint: ['sleep', '602'] } },
  'image-cleared': { service: { image: richImage, entrypoint: [], command: ['sleep', '603'] } },
  'image-empty-command': { service: { image: richImage, command: [] } },
  'image-health-numbers': { service: { image: richImage, healthcheck: { interval: '20s', retries: 7 } } },
  'image-health-off': { service: { image: richImage, healthcheck: { disable: true } } },
  'image-overridden': {
    service: {
      image: richImage,
      environment: { FROM_IMAGE: 'mine', DROPPED: null },
      labels: { 'from.image': 'mine' },
      user: '0',
      working_dir: '/var/',
      stop_signal: 'SIGINT',
      expose: ['7000'],
    },
  },
  process: {
    service: {
      ...plain,
      environment: { B: 'two words', A: '1', EMPTY: '', DOLLAR: '$$HOME', UNSET_HERE: null },
      env_file: ['one.env'],
      working_dir: '/tmp',
      user: '1000:1000',
      hostname: 'node-7',
      domainname: 'example.org',
      tty: true,
      stdin_open: true,
      stop_signal: 'SIGUSR1',
      init: true,
      group_add: ['100', '200'],
      labels: { plain: 'x', empty: '', 'with.dots': 'a=b,c' },
    },
  },
  'shell-command': { service: { image, command: 'sh -c "echo \'a b\'; exec sleep 600"' } },
  'no-init': { service: { ...plain, init: false } },
  annotations: { service: { ...plain, annotations: { 'org.example': 'yes' } }, minApi: 43 },
  'restart-always': { service: { ...plain, restart: 'always' } },
  'restart-on-failure': { service: { ...plain, restart: 'on-failure:3' } },
  'restart-deploy': {
    service: { ...plain, restart: 'no', deploy: { restart_policy: { condition: 'on-failure', max_attempts: 2 } } },
  },
  'restart-any': { service: { ...plain, deploy: { restart_policy: { condition: 'any' } } } },
  'health-shell': {
    service: {
      ...plain,
      healthcheck: { test: 'test -e /', interval: '1m30s', timeout: '1.5s', retries: 4, start_period: '500ms' },
    },
  },
  'health-argv': { service: { ...plain, healthcheck: { test: ['CMD', 'true'] } } },
  'health-none': { service: { ...plain, healthcheck: { test: ['NONE'] } } },
  'health-start-interval': {
    service: { ...plain, healthcheck: { test: ['CMD', 'true'], start_period: '10s', start_interval: '2s' } },
    minApi: 44,
  },
  ports: {
    service: {
      ...plain,
      ports: [
        '127.0.0.1:23180:80',
        '127.0.0.1:23190-23192:90-92/udp',
        '127.0.0.1::95',
        '127.0.0.1:23200-23205:96',
        { target: 80, published: '23181', host_ip: '127.0.0.1', protocol: 'tcp', mode: 'host' },
      ],
      expose: ['99', '100/udp'],
    },
  },
  'ports-any-address': { service: { ...plain, ports: ['23182:82'] } },
  'expose-range': { service: { ...plain, expose: ['200-202'] } },
  networks: {
    service: {
      ...plain,
      networks: {
        default: null,
        front: {
          aliases: ['web', 'www'],
          ipv4_address: '172.29.117.7',
          priority: 10,
          mac_address: '02:42:ac:11:65:43',
          driver_opts: { 'com.example.opt': 'v' },
        },
        back: { aliases: ['db'] },
      },
    },
    minApi: 44,
  },
  'networks-old-engine': {
    service: {
      ...plain,
      networks: { back: { aliases: ['db'] }, front: { ipv4_address: '172.29.117.8', priority: 3 } },
    },
  },
  'networks-gateway': { service: { ...plain, networks: { back: { gw_priority: 5 }, front: null } }, minApi: 48 },
  'networks-interface': { service: { ...plain, networks: { back: { interface_name: 'eth9' } } }, minApi: 49 },
  'mac-address': { service: { ...plain, mac_address: '02:42:ac:11:65:44' } },
  'network-host': { service: { ...plain, network_mode: 'host' } },
  'network-none': { service: { ...plain, network_mode: 'none' } },
  'network-bridge': { service: { ...plain, network_mode: 'bridge' } },
  'shares-all': {
    service: {
      ...plain,
      network_mode: 'service:bare',
      ipc: 'shareable',
      pid: 'service:bare',
      volumes_from: ['mount-named'],
    },
  },
  'pid-host': { service: { ...plain, pid: 'host', ipc: 'host', uts: 'host', cgroup: 'host' } },
  links: { service: { ...plain, links: ['bare', 'process:proc'] } },
  resolver: {
    service: {
      ...plain,
      dns: ['192.0.2.1', '192.0.2.2'],
      dns_search: ['example.org'],
      dns_opt: ['ndots:2'],
      extra_hosts: ['one:192.0.2.7', 'gw:host-gateway', 'six:2001:db8::1'],
    },
  },
  mounts: {
    service: {
      ...plain,
      volumes: [
        'data:/data',
        'data2:/data2:ro',
        '/anonymous',
        './folder:/folder:ro',
        './made:/made',
        { type: 'volume', source: 'data3', target: '/data3', volume: { nocopy: true } },
        { type: 'bind', source: './folder', target: '/strict', bind: { create_host_path: false } },
        { type: 'bind', source: './folder', target: '/long' },
        { type: 'tmpfs', target: '/ram', tmpfs: { size: '10m', mode: 448 } },
        { type: 'tmpfs', target: '/ram2' },
        { type: 'volume', source: 'named-elsewhere', target: '/elsewhere' },
      ],
      tmpfs: ['/run:size=64m,mode=755', '/scratch'],
    },
  },
  'mount-named': { service: { ...plain, volumes: ['data:/data'] } },
  'mount-propagation': {
    service: {
      ...plain,
      volumes: [
        { type: 'bind', source: '/tmp', target: '/t', bind: { propagation: 'rslave', create_host_path: true } },
      ],
    },
    // The lab's root file system is no shared mount.
    createOnly: true,
  },
  'mount-recursive': {
    service: {
      ...plain,
      volumes: [{ type: 'bind', source: './folder', target: '/r', bind: { recursive: 'disabled' } }],
    },
  },
  'mount-subpath': {
    service: {
      ...plain,
      volumes: [{ type: 'volume', source: 'data', target: '/sub', volume: { subpath: '.' } }],
    },
    minApi: 45,
    createOnly: true,
  },
  'mount-image': {
    service: { ...plain, volumes: [{ type: 'image', source: image, target: '/image' }] },
    minApi: 48,
    createOnly: true,
  },
  files: {
    service: {
      ...plain,
      secrets: ['file-secret', { source: 'env-secret', target: '/run/env', uid: '7', gid: '8', mode: '0400' }],
      configs: [
        'file-config',
        { source: 'text-config', target: '/etc/text.conf' },
        { source: 'file-config', target: 'c2' },
      ],
    },
  },
  memory: {
    service: {
      ...plain,
      mem_limit: '64m',
      memswap_limit: '128m',
      mem_reservation: '32m',
      mem_swappiness: 10,
      shm_size: '100m',
      oom_score_adj: 100,
      oom_kill_disable: true,
    },
  },
  'memory-only': { service: { ...plain, mem_limit: '64m' } },
  'memory-no-swap-limit': { service: { ...plain, mem_limit: '64m', memswap_limit: -1 } },
  processor: { service: { ...plain, cpus: 0.35, cpuset: '0', cpu_shares: 512, pids_limit: 100 } },
  'processor-quota': { service: { ...plain, cpu_period: 50000, cpu_quota: 25000, pids_limit: -1 } },
  'deploy-resources': {
    service: {
      ...plain,
      deploy: {
        resources: { limits: { cpus: '1.1', memory: '80M', pids: 60 }, reservations: { cpus: '0.1', memory: '40M' } },
      },
    },
  },
  limits: { service: { ...plain, ulimits: { nofile: 1024, nproc: { soft: 100, hard: 200 } } } },
  blkio: {
    service: { ...plain, blkio_config: { device_read_bps: [{ path: '/dev/null', rate: '10mb' }] } },
    createOnly: true,
  },
  devices: {
    service: { ...plain, devices: ['/dev/null:/dev/xnull:r', '/dev/zero'], device_cgroup_rules: ['c 1:3 mr'] },
  },
  'devices-cdi': { service: { ...plain, devices: ['vendor.com/class=name'] }, createOnly: true },
  gpus: { service: { ...plain, gpus: 'all' }, createOnly: true },
  'gpu-list': { service: { ...plain, gpus: [{ driver: 'nvidia', count: 2 }] }, createOnly: true },
  'gpu-reservation': {
    service: {
      ...plain,
      deploy: {
        resources: {
          reservations: { devices: [{ driver: 'nvidia', device_ids: ['0', '3'], capabilities: ['gpu', 'compute'] }] },
        },
      },
    },
    createOnly: true,
  },
  hardened: {
    service: {
      ...plain,
      read_only: true,
      cap_drop: ['ALL'],
      cap_add: ['NET_BIND_SERVICE', 'chown'],
      security_opt: ['no-new-privileges:true', 'seccomp:./seccomp.json'],
      sysctls: { 'net.core.somaxconn': 1024 },
    },
  },
  unconfined: { service: { ...plain, security_opt: ['systempaths=unconfined', 'seccomp=unconfined'] } },
  // The lab's machine may not hand out every capability.
  privileged: { service: { ...plain, privileged: true, userns_mode: 'host' }, createOnly: true },
  'cgroup-parent': { service: { ...plain, cgroup_parent: '/sutazai-t', runtime: 'runc' } },
  logging: { service: { ...plain, logging: { driver: 'json-file', options: { 'max-size': '5m', 'max-file': 3 } } } },
  'logging-local': { service: { ...plain, logging: { driver: 'local' } } },
  depends: {
    service: {
      ...plain,
      depends_on: { bare: { condition: 'service_started', restart: true }, process: { condition: 'service_started' } },
    },
  },
  named: { service: { ...plain, container_name: 'sutazai-t-payload-by-name' } },
};
