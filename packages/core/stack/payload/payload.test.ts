import { describe, expect, test } from 'vitest';
import { PayloadError } from './payload-error.ts';
import { examplePayload } from './payload-example.ts';

const spec = (...args: Parameters<typeof examplePayload>) => examplePayload(...args).spec;
const host = (...args: Parameters<typeof examplePayload>) => spec(...args).HostConfig;

describe('the process', () => {
  test('an empty list clears what the image has, null keeps it', () => {
    expect(spec({ command: [], entrypoint: [] })).toMatchObject({ Cmd: [], Entrypoint: [] });
    const kept = spec({ command: null, entrypoint: null });
    expect(kept).not.toHaveProperty('Cmd');
    expect(kept).not.toHaveProperty('Entrypoint');
  });

  test('the environment is sorted, a null variable is unset, proxies go underneath', () => {
    const environment = { B: '2', A: '', GONE: null, http_proxy: 'mine' };
    const proxies = { http_proxy: 'theirs', no_proxy: 'x' };
    expect(spec({ environment }, { proxies }).Env).toEqual(['A=', 'B=2', 'GONE', 'http_proxy=mine', 'no_proxy=x']);
  });

  test('a grace period below a second is not cut off to none', () => {
    expect(spec({ stop_grace_period: '500ms' }).StopTimeout).toBe(1);
    expect(spec({ stop_grace_period: '1m30s' }).StopTimeout).toBe(90);
    expect(spec({})).not.toHaveProperty('StopTimeout');
  });

  test('what the file does not say is not sent', () => {
    expect(Object.keys(spec({})).sort()).toEqual(['HostConfig', 'Image', 'Labels', 'NetworkingConfig']);
    expect(host({})).toEqual({ NetworkMode: 'demo_default' });
  });
});

describe('restart', () => {
  test.each([
    [{ restart: 'no' }, { Name: 'no', MaximumRetryCount: 0 }],
    [{ restart: 'on-failure:3' }, { Name: 'on-failure', MaximumRetryCount: 3 }],
    [
      { restart: 'no', deploy: { restart_policy: { condition: 'any' } } },
      { Name: 'always', MaximumRetryCount: 0 },
    ],
    [{ deploy: { restart_policy: { condition: 'none' } } }, { Name: 'no', MaximumRetryCount: 0 }],
  ])('%j', (service, policy) => {
    expect(host(service).RestartPolicy).toEqual(policy);
  });
});

describe('namespaces of other services', () => {
  test('become their container ids', () => {
    const service = { networks: {}, network_mode: 'service:db', ipc: 'service:db', pid: 'service:db' };
    expect(host(service)).toMatchObject({
      NetworkMode: 'container:id-of-db',
      IpcMode: 'container:id-of-db',
      PidMode: 'container:id-of-db',
    });
    expect(spec(service)).not.toHaveProperty('NetworkingConfig');
  });

  test('volumes_from keeps its mode, which compose loses', () => {
    expect(host({ volumes_from: ['db:ro', 'db', 'container:other:ro'] }).VolumesFrom).toEqual([
      'id-of-db:ro',
      'id-of-db',
      'other:ro',
    ]);
  });

  test('a missing container is an error', () => {
    expect(() => examplePayload({ pid: 'service:db' }, { containerIds: () => undefined })).toThrow(PayloadError);
  });
});

describe('labels', () => {
  test("compose's stand over the user's", () => {
    const labels = spec(
      {
        labels: { mine: 'yes', 'com.docker.compose.project': 'forged' },
        depends_on: { db: { condition: 'service_healthy', restart: false, required: true } },
      },
      { imageId: 'sha256:1', replaces: 'web-1', number: 3, contentHash: 'c' },
    ).Labels;
    expect(labels).toEqual({
      mine: 'yes',
      'com.docker.compose.project': 'demo',
      'com.docker.compose.service': 'web',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.container-number': '3',
      'com.docker.compose.version': '2.40.3',
      'com.docker.compose.project.working_dir': '/srv/demo',
      'com.docker.compose.project.config_files': '/srv/demo/compose.yaml',
      'com.docker.compose.config-hash': 'h'.repeat(64),
      'com.docker.compose.depends_on': 'db:service_healthy:false',
      'com.docker.compose.image': 'sha256:1',
      'com.docker.compose.replace': 'web-1',
      'ai.sutazai.hash-version': '1',
      'ai.sutazai.content-hash': 'c',
    });
  });
});

describe('name and image', () => {
  test('defaults and what the file says', () => {
    expect(examplePayload({}, { number: 2 }).name).toBe('demo-web-2');
    expect(examplePayload({ container_name: 'own' }).name).toBe('own');
    expect(spec({ image: '' }).Image).toBe('demo-web');
  });
});

test('annotations only where the engine knows them', () => {
  expect(host({ annotations: { a: 'b' } }).Annotations).toEqual({ a: 'b' });
  expect(host({ annotations: { a: 'b' } }, { apiMinor: 42 })).not.toHaveProperty('Annotations');
});

test('extra hosts and logging take the engine’s form', () => {
  const logging = { driver: 'json-file', options: { 'max-size': '1m' } };
  expect(host({ extra_hosts: ['a=1.2.3.4', 'six=::1'], logging })).toMatchObject({
    ExtraHosts: ['a:1.2.3.4', 'six:::1'],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
  });
});
