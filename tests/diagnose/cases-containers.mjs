import { prefix } from './engine-client.mjs';
import { tar } from './tar.mjs';

const host = (HostConfig) => ({ HostConfig });
const port = (HostIp, HostPort) => ({
  ExposedPorts: { '80/tcp': {} },
  HostConfig: { PortBindings: { '80/tcp': [{ HostIp, HostPort: String(HostPort) }] } },
});
const create = (spec, options) => (engine) => engine.create(spec, options);
const run = (spec, options) => (engine) => engine.run(spec, options);
const mount = (Mounts) => host({ Mounts });

/** `[expected code, how to provoke it]`; what the engine says is recorded. Needs `lab.freePort`, `lab.occupy`, `lab.folder`. */
export const containerCases = [
  // Ports
  [
    'PORT_TAKEN',
    async (engine) => {
      await engine.run(port('127.0.0.1', 18_931));
      await engine.run(port('127.0.0.1', 18_931));
    },
  ],
  [
    'PORT_TAKEN',
    async (engine) => {
      await engine.run(port('', 18_931 + 1));
      await engine.run(port('0.0.0.0', 18_931 + 1));
    },
  ],
  [
    'PORT_TAKEN',
    async (engine, lab) => {
      await lab.occupy(18_933);
      await engine.run(port('127.0.0.1', 18_933));
    },
  ],
  [
    'PORT_TAKEN',
    async (engine) => {
      await engine.run({
        ExposedPorts: { '80/udp': {} },
        HostConfig: { PortBindings: { '80/udp': [{ HostIp: '127.0.0.1', HostPort: '18934' }] } },
      });
      await engine.run({
        ExposedPorts: { '80/udp': {} },
        HostConfig: { PortBindings: { '80/udp': [{ HostIp: '127.0.0.1', HostPort: '18934' }] } },
      });
    },
  ],
  ['PORT_ADDRESS', run(port('203.0.113.9', 18_935))],
  [
    { podman: 'SETTING_REFUSED', others: 'PORT_RANGE' },
    async (engine) => {
      await engine.run(port('127.0.0.1', '18936-18937'));
      await engine.run(port('127.0.0.1', '18936-18937'));
      await engine.run(port('127.0.0.1', '18936-18937'));
    },
  ],
  ['SETTING_REFUSED', create(port('127.0.0.1', 'eighty'))],
  // Names, commands, users
  [
    'CONTAINER_NAME_TAKEN',
    async (engine) => {
      await engine.create({}, { name: `${prefix}same` });
      await engine.create({}, { name: `${prefix}same` });
    },
  ],
  ['SETTING_REFUSED', create({}, { name: 'not a name' })],
  ['CONTAINER_COMMAND_NOT_FOUND', run({ Cmd: ['no-such-program'] })],
  ['CONTAINER_COMMAND_NOT_FOUND', run({ Cmd: ['/opt/no-such-program', '--flag'] })],
  ['CONTAINER_COMMAND_NOT_FOUND', run({ Entrypoint: ['./start.sh'] })],
  ['CONTAINER_PERMISSION', run({ Cmd: ['/etc/passwd'] })],
  ['CONTAINER_PERMISSION', run({ Cmd: ['/etc'] })],
  ['CONTAINER_WORKDIR', create({ WorkingDir: 'relative' })],
  ['CONTAINER_WORKDIR', run({ WorkingDir: '/etc/passwd' })],
  ['CONTAINER_USER_UNKNOWN', run({ User: 'nobody-of-that-name' })],
  ['CONTAINER_USER_UNKNOWN', run({ User: '0:no-such-group' })],
  [
    { 20: 'CONTAINER_NO_COMMAND', 28: 'CONTAINER_NO_COMMAND' },
    async (engine) => {
      await engine.call('image.create', 'POST', `/images/create?fromSrc=-&repo=${prefix}empty&tag=1`, {
        body: tar({ hello: 'hello' }),
      });
      await engine.create({ Image: `${prefix}empty:1`, Cmd: [] });
    },
  ],
  ['IMAGE_MISSING', create({ Image: `localhost/${prefix}nowhere:1` })],
  ['IMAGE_REFERENCE_INVALID', create({ Image: 'Upper/Case:1' })],
  ['IMAGE_REFERENCE_INVALID', create({ Image: 'two:colons:1' })],
  ['ARCH_MISMATCH', create({}, { query: '&platform=linux/arm64' })],
  [
    'CONTAINER_PARENT_GONE',
    async (engine) => {
      const id = await engine.create();
      await engine.run(host({ NetworkMode: `container:${id}` }));
    },
  ],
  [
    'CONTAINER_PARENT_GONE',
    async (engine) => {
      const id = await engine.create();
      await engine.run(host({ PidMode: `container:${id}` }));
    },
  ],
  [
    { 20: 'CONTAINER_MISSING', 28: 'CONTAINER_PARENT_GONE', podman: 'CONTAINER_PARENT_GONE' },
    run(host({ NetworkMode: `container:${prefix}nobody` })),
  ],
  // Mounts
  [
    'MOUNT_NOT_FOUND',
    (engine, lab) => engine.run(mount([{ Type: 'bind', Source: `${lab.directory}/nowhere`, Target: '/x' }])),
  ],
  ['MOUNT_TYPE', (engine, lab) => engine.run(host({ Binds: [`${lab.folder('dir')}:/etc/passwd`] }))],
  ['MOUNT_TYPE', (engine, lab) => engine.run(host({ Binds: [`${lab.file('file')}:/etc`] }))],
  ['MOUNT_TYPE', (engine, lab) => engine.run(host({ Binds: [`${lab.file('file')}/below:/x`] }))],
  ['MOUNT_DUPLICATE', create(host({ Binds: ['/tmp:/x', '/var:/x'] }))],
  [
    'MOUNT_DUPLICATE',
    create(
      mount([
        { Type: 'tmpfs', Target: '/x' },
        { Type: 'tmpfs', Target: '/x' },
      ]),
    ),
  ],
  ['MOUNT_PATH_INVALID', create(host({ Binds: ['/tmp:relative'] }))],
  [
    { podman: 'MOUNT_NOT_FOUND', others: 'MOUNT_PATH_INVALID' },
    create(mount([{ Type: 'bind', Source: 'relative', Target: '/x' }])),
  ],
  ['MOUNT_PATH_INVALID', create(mount([{ Type: 'tmpfs', Target: 'relative' }]))],
  ['MOUNT_PATH_INVALID', create(host({ Binds: ['/tmp:/'] }))],
  ['MOUNT_PATH_INVALID', create(host({ Binds: ['/tmp:/x:wrong'] }))],
  [
    'MOUNT_READ_ONLY',
    (engine, lab) => engine.run(host({ Binds: [`${lab.folder('ro')}:/data:ro`, `${prefix}v-ro:/data/below`] })),
  ],
  ['VOLUME_NAME_INVALID', create(host({ Binds: ['relative/folder:/x'] }))],
  ['VOLUME_NAME_INVALID', create(host({ Binds: ['ö:/x'] }))],
  ['MOUNT_DENIED', run(host({ Binds: ['/sys/sutazai-t-diag:/x'] }))],
  // The operating system
  ['ULIMIT_REFUSED', run(host({ Ulimits: [{ Name: 'nofile', Soft: 2_000_000_000, Hard: 2_000_000_000 }] }))],
  ['ULIMIT_REFUSED', run(host({ Ulimits: [{ Name: 'memlock', Soft: -1, Hard: -1 }] }))],
  ['ULIMIT_REFUSED', run(host({ Ulimits: [{ Name: 'nofile', Soft: 20, Hard: 10 }] }))],
  ['ULIMIT_REFUSED', run(host({ Ulimits: [{ Name: 'no-such', Soft: 1, Hard: 1 }] }))],
  ['CGROUP_LIMIT', run(host({ NanoCpus: 99_000_000_000 }))],
  ['CGROUP_LIMIT', run(host({ Memory: 1_000_000 }))],
  ['CGROUP_LIMIT', run(host({ Memory: 100_000_000, MemorySwap: 50_000_000 }))],
  ['CGROUP_LIMIT', run(host({ Memory: 50_000_000, MemoryReservation: 100_000_000 }))],
  ['CGROUP_LIMIT', run(host({ CpusetCpus: '77' }))],
  ['CGROUP_LIMIT', run(host({ CpusetCpus: 'abc' }))],
  ['CGROUP_LIMIT', run(host({ MemorySwappiness: 300 }))],
  ['CGROUP_LIMIT', run(host({ MemorySwap: 100_000_000 }))],
  ['CGROUP_LIMIT', run(host({ NanoCpus: 1_000_000_000, CpuPeriod: 100_000 }))],
  ['CGROUP_LIMIT', run(host({ CpuPeriod: 5 }))],
  [{ podman: 'ENGINE_ERROR', others: 'CGROUP_LIMIT' }, run(host({ OomScoreAdj: 5000 }))],
  ['SECCOMP', run(host({ SecurityOpt: ['seccomp={not json'] }))],
  ['SECURITY_OPTION', run(host({ SecurityOpt: ['nonsense'] }))],
  ['SECURITY_OPTION', run(host({ SecurityOpt: ['nonsense=1'] }))],
  ['CAPABILITY_UNKNOWN', run(host({ CapAdd: ['NO_SUCH'] }))],
  ['CAPABILITY_UNKNOWN', run(host({ CapDrop: ['CAP_NO_SUCH'] }))],
  ['SYSCTL_REFUSED', run(host({ Sysctls: { 'kernel.no.such': '1' } }))],
  ['SYSCTL_REFUSED', run(host({ Sysctls: { 'net.no.such': '1' } }))],
  ['SYSCTL_REFUSED', run(host({ NetworkMode: 'host', Sysctls: { 'net.ipv4.ip_forward': '1' } }))],
  ['SYSCTL_REFUSED', run(host({ Sysctls: { 'net.ipv4.ip_forward': 'maybe' } }))],
  [
    'DEVICE_MISSING',
    run(host({ Devices: [{ PathOnHost: '/dev/kfd', PathInContainer: '/dev/kfd', CgroupPermissions: 'rwm' }] })),
  ],
  ['RUNTIME_MISSING', run(host({ Runtime: 'no-such-runtime' }))],
  ['GPU_RUNTIME_MISSING', run(host({ Runtime: 'nvidia' }))],
  ['LOG_DRIVER', run(host({ LogConfig: { Type: 'no-such-driver' } }))],
  ['LOG_DRIVER', run(host({ LogConfig: { Type: 'json-file', Config: { nonsense: '1' } } }))],
  [
    'LOG_DRIVER',
    async (engine) => {
      const id = await engine.run(host({ LogConfig: { Type: 'none' } }));
      await engine.call('container.logs', 'GET', `/containers/${id}/logs?stdout=1`, { subject: id });
    },
  ],
  // Graphics cards
  ['GPU_RUNTIME_MISSING', run(host({ DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }] }))],
  ['GPU_RUNTIME_MISSING', run(host({ DeviceRequests: [{ Driver: 'nvidia', Count: 1, Capabilities: [['gpu']] }] }))],
  ['GPU_RUNTIME_MISSING', run(host({ DeviceRequests: [{ Driver: 'amd', Count: -1, Capabilities: [['gpu']] }] }))],
  ['GPU_CDI', run(host({ DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }] }))],
  // Network settings of a container
  ['NETWORK_MISSING', run(host({ NetworkMode: `${prefix}no-network` }))],
  [
    { podman: 'CONTAINER_PARENT_GONE', others: 'NETWORK_MODE_CONFLICT' },
    create({ Hostname: 'x', HostConfig: { NetworkMode: `container:${prefix}x` } }),
  ],
  [
    { podman: 'CONTAINER_PARENT_GONE', others: 'NETWORK_MODE_CONFLICT' },
    create({ HostConfig: { NetworkMode: `container:${prefix}x`, PortBindings: { '80/tcp': [{}] } } }),
  ],
  [
    { podman: 'CONTAINER_PARENT_GONE', others: 'NETWORK_MODE_CONFLICT' },
    create({ HostConfig: { NetworkMode: `container:${prefix}x`, Dns: ['1.1.1.1'] } }),
  ],
  [
    { podman: 'ENGINE_UNSUPPORTED', others: 'NETWORK_MODE_CONFLICT' },
    create({ HostConfig: { NetworkMode: 'host', Links: ['a:b'] } }),
  ],
  [
    { podman: 'NETWORK_MISSING', others: 'NETWORK_ADDRESS_OUTSIDE' },
    run({
      HostConfig: { NetworkMode: 'bridge' },
      NetworkingConfig: { EndpointsConfig: { bridge: { IPAMConfig: { IPv4Address: '10.1.2.3' } } } },
    }),
  ],
  ['SETTING_REFUSED', run(host({ RestartPolicy: { Name: 'sometimes' } }))],
  ['SETTING_REFUSED', run(host({ ExtraHosts: ['no-address'] }))],
  ['SETTING_REFUSED', create({ Healthcheck: { Test: ['CMD', 'true'], Interval: 10 } })],
  ['SETTING_REFUSED', create({ StopSignal: 'SIGNONE' })],
  // Calls on containers in the wrong state
  ['CONTAINER_MISSING', (engine) => engine.start(`${prefix}nobody`)],
  ['CONTAINER_MISSING', (engine) => engine.inspect(`${prefix}nobody`)],
  [
    'CONTAINER_STILL_RUNNING',
    async (engine) => {
      const id = await engine.run({});
      await engine.call('container.remove', 'DELETE', `/containers/${id}`, { subject: id });
    },
  ],
  [
    'NOT_RUNNING',
    async (engine) => {
      const id = await engine.create();
      await engine.call('exec.create', 'POST', `/containers/${id}/exec`, { body: { Cmd: ['true'] }, subject: id });
    },
  ],
  [
    'NOT_RUNNING',
    async (engine) => {
      const id = await engine.run({});
      await engine.call('container.pause', 'POST', `/containers/${id}/pause`, { subject: id });
      await engine.call('exec.create', 'POST', `/containers/${id}/exec`, { body: { Cmd: ['true'] }, subject: id });
    },
  ],
  [
    'CONTAINER_COMMAND_NOT_FOUND',
    async (engine) => {
      const id = await engine.run({});
      const { Id } = await engine.call('exec.create', 'POST', `/containers/${id}/exec`, {
        body: { Cmd: ['no-such'], AttachStderr: true },
      });
      const text = await engine.call('exec.start', 'POST', `/exec/${Id}/start`, {
        body: { Detach: true },
        subject: id,
      });
      throw new Error(String(text));
    },
  ],
  [
    'CONTAINER_BUSY',
    async (engine) => {
      const id = await engine.run({});
      const removals = Array.from({ length: 8 }, () =>
        engine.call('container.remove', 'DELETE', `/containers/${id}?force=1`, { subject: id }).catch((error) => error),
      );
      for (const answer of await Promise.all(removals)) if (answer.detail?.status === 409) throw answer;
    },
  ],
  [
    'NOT_RUNNING',
    async (engine) => {
      const id = await engine.create();
      await engine.call('container.kill', 'POST', `/containers/${id}/kill`, { subject: id });
    },
  ],
  [
    'CONTAINER_ROOTFS_READ_ONLY',
    async (engine) => {
      const id = await engine.run(host({ ReadonlyRootfs: true }));
      await engine.call('container.upload', 'PUT', `/containers/${id}/archive?path=/`, {
        body: tar({ x: 'x' }),
        subject: id,
      });
    },
  ],
  [
    'CONTAINER_MISSING',
    (engine) => engine.call('exec.start', 'POST', '/exec/nonsense/start', { body: {}, subject: 'nonsense' }),
  ],
];
