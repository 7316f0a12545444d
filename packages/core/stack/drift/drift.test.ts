import { describe, expect, test } from 'vitest';
import type { ContainerDetail, ContainerSpec, ImageDetail } from '../../engine/index.ts';
import { examplePayload } from '../payload/payload-example.ts';
import { drift } from './drift.ts';
import { explainChange } from './explain.ts';

const id = 'abcdef012345'.padEnd(64, '0');
const image: ImageDetail = {
  id: 'sha256:image',
  tags: ['web:1'],
  digests: [],
  os: 'linux',
  architecture: 'amd64',
  sizeBytes: 0,
  config: {
    env: ['PATH=/bin', 'FROM=image'],
    cmd: ['serve'],
    entrypoint: ['/entry'],
    labels: { made: 'by image' },
    user: 'app',
    workingDir: '/app',
    volumes: ['/cache'],
    exposedPorts: ['80/tcp'],
    hasHealthcheck: false,
    stopSignal: 'SIGQUIT',
  },
};

/** The inspect document of a container that the engine made of a request, with all that engines fill in. */
function made(
  spec: ContainerSpec,
  change: { Config?: object; HostConfig?: object; Networks?: object } = {},
): ContainerDetail {
  const { HostConfig, NetworkingConfig, Labels, ...config } = spec;
  const raw = {
    Config: {
      Hostname: id.slice(0, 12),
      User: 'app',
      WorkingDir: '/app',
      StopSignal: 'SIGQUIT',
      Cmd: ['serve'],
      Entrypoint: ['/entry'],
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/cache': {} },
      ...config,
      Env: [...(spec.Env ?? []), 'FROM=image', 'PATH=/bin'],
      Labels: { ...Labels, made: 'by image', 'desktop.docker.io/binds/0': 'x' },
      ...change.Config,
    },
    HostConfig: {
      ShmSize: 67108864,
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
      IpcMode: 'private',
      CgroupnsMode: 'private',
      Runtime: 'runc',
      PidsLimit: null,
      OomKillDisable: false,
      Isolation: '',
      MaskedPaths: ['/proc/kcore'],
      ReadonlyPaths: ['/proc/bus'],
      PortBindings: {},
      Binds: null,
      ...HostConfig,
      ...change.HostConfig,
    },
    NetworkSettings: { Networks: { ...NetworkingConfig?.EndpointsConfig, ...change.Networks } },
  };
  const state = { status: 'running' } as ContainerDetail['state'];
  return { id, name: 'demo-web-1', imageId: image.id, state, restartCount: 0, raw };
}

const check = (spec: ContainerSpec, detail: ContainerDetail, more: Partial<ImageDetail['config']> = {}) =>
  drift({ detail, expected: spec, image: { ...image, config: { ...image.config, ...more } }, apiMinor: 51 });

describe('what engines fill in is no drift', () => {
  const plain = examplePayload({}).spec;
  test('defaults of engine and image', () => expect(check(plain, made(plain))).toEqual([]));

  test('the short id among the aliases, and an address it was given', () => {
    const Networks = {
      demo_default: {
        Aliases: ['web', id.slice(0, 12), 'demo-web-1'],
        MacAddress: '02:42:ac:11:00:02',
        IPAMConfig: {},
      },
    };
    expect(check(plain, made(plain, { Networks }))).toEqual([]);
  });

  test.each([
    ['a volume of the image, carried over', { Mounts: [{ Type: 'volume', Source: 'f'.repeat(64), Target: '/cache' }] }],
    ['an OCI runtime by its other name', { Runtime: 'io.containerd.runc.v2' }],
    ['the daemon’s log options', { LogConfig: { Type: 'journald', Config: { tag: 'x' } } }],
    ['no limit of processes', { PidsLimit: 0 }],
    ['cgroup v1', { CgroupnsMode: 'host' }],
  ])('%s', (_, HostConfig) => expect(check(plain, made(plain, { HostConfig }))).toEqual([]));

  test('swap that follows memory, or that the kernel does not count', () => {
    const { spec } = examplePayload({ mem_limit: '1000' });
    for (const MemorySwap of [2000, -1, 0]) expect(check(spec, made(spec, { HostConfig: { MemorySwap } }))).toEqual([]);
  });

  test('what the kernel has no means for', () => {
    const { spec } = examplePayload({ mem_swappiness: '10', oom_kill_disable: true });
    const HostConfig = { MemorySwappiness: null, OomKillDisable: null };
    expect(check(spec, made(spec, { HostConfig }))).toEqual([]);
  });

  test('the form in which the same was asked for', () => {
    const volumes = [{ type: 'bind', source: '/s', target: '/t', read_only: true, bind: { create_host_path: true } }];
    const { spec } = examplePayload({ volumes, cap_add: ['CHOWN'], security_opt: ['no-new-privileges:true'] });
    const HostConfig = {
      Binds: null,
      Mounts: [{ Type: 'bind', Source: '/s', Target: '/t', ReadOnly: true, BindOptions: { Propagation: 'rprivate' } }],
      CapAdd: ['chown'],
      SecurityOpt: ['no-new-privileges'],
    };
    expect(check(spec, made(spec, { HostConfig }))).toEqual([]);
  });

  test('an image’s health check whose content is not told', () => {
    const Config = { Healthcheck: { Test: ['CMD', 'x'], Interval: 1e9 } };
    expect(check(plain, made(plain, { Config }), { hasHealthcheck: true })).toEqual([]);
    expect(check(plain, made(plain, { Config })).map((r) => r.field)).toEqual([
      'healthcheck.interval',
      'healthcheck.test',
    ]);
  });
});

describe('our own early health checks', () => {
  const healthcheck = { test: ['CMD', 'true'], interval: '10s' };
  const early = examplePayload({ healthcheck }, { startIntervalMs: 250 }).spec;
  const expected = examplePayload({ healthcheck }).spec;
  test('are no drift in a container of ours', () => expect(check(expected, made(early))).toEqual([]));
  test('are one in somebody else’s', () => {
    const theirs = { ...early, Labels: {} };
    expect(check(expected, made(theirs)).map((r) => r.field)).toEqual([
      'healthcheck.start_interval',
      'healthcheck.start_period',
    ]);
  });
});

describe('what is drift', () => {
  test('is named, with both values', () => {
    const { spec } = examplePayload({ environment: { READY_MS: '5', ONLY_NEW: 'x' }, restart: 'always' });
    const detail = made(examplePayload({ environment: { READY_MS: '9', ONLY_OLD: '' } }).spec);
    expect(check(spec, detail)).toEqual([
      { code: 'drift', field: 'environment.ONLY_NEW', to: 'x' },
      { code: 'drift', field: 'environment.ONLY_OLD', from: '""' },
      { code: 'drift', field: 'environment.READY_MS', from: '9', to: '5' },
      { code: 'drift', field: 'restart', to: 'always' },
    ]);
  });

  test('an image variable that is to be dropped', () => {
    const { spec } = examplePayload({ environment: { FROM: null } });
    expect(check(spec, made(examplePayload({}).spec)).map((r) => [r.field, r.from, r.to])).toEqual([
      ['environment.FROM', 'image', '(unset)'],
    ]);
  });

  test('another image', () => {
    const { spec } = examplePayload({});
    const other = { ...image, id: 'sha256:other' };
    expect(drift({ detail: made(spec), expected: spec, image: other, apiMinor: 51 })).toEqual([
      { code: 'drift', field: 'image', from: 'image', to: 'other' },
    ]);
  });

  test('an inspect document without anything in it', () => {
    const { spec } = examplePayload({ command: ['x'] });
    expect(check(spec, { ...made(spec), raw: {} }).map((r) => r.field)).toContain('command');
  });
});

describe('why our own container is replaced', () => {
  const before = examplePayload({ environment: { A: '1' } });
  const after = examplePayload({ environment: { A: '2' } });
  const input = (spec: ContainerSpec, detail = made(before.spec)) => ({ detail, expected: spec, image, apiMinor: 51 });

  test('the field that changed', () => {
    expect(explainChange(input(after.spec))).toEqual([
      { code: 'config-changed', field: 'environment.A', from: '1', to: '2' },
    ]);
    expect(explainChange({ previous: before.spec, expected: after.spec })).toEqual([
      { code: 'config-changed', field: 'environment.A', from: '1', to: '2' },
    ]);
  });

  test('contents of secrets, by digest', () => {
    const of = (contentHash: string) => examplePayload({}, { contentHash }).spec;
    expect(explainChange(input(of('new'), made(of('old'))))).toEqual([
      { code: 'config-changed', field: 'secrets and configs', from: 'old', to: 'new' },
    ]);
  });

  test('a change that no inspection shows', () => {
    expect(explainChange(input(before.spec))).toEqual([{ code: 'config-changed' }]);
  });
});
