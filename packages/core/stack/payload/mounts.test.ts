import { describe, expect, test } from 'vitest';
import { PayloadError } from './payload-error.ts';
import { examplePayload } from './payload-example.ts';

const host = (...args: Parameters<typeof examplePayload>) => examplePayload(...args).spec.HostConfig;
const bind = (options: object, more: object = {}) => ({
  volumes: [{ type: 'bind', source: '/src', target: '/t', bind: options, ...more }],
});

describe('volumes', () => {
  test('named ones and plain binds go as Binds', () => {
    const volumes = [
      { type: 'volume', source: 'data', target: '/data', volume: {} },
      { type: 'volume', source: 'data', target: '/ro', read_only: true },
      { type: 'bind', source: '/src', target: '/t', bind: { create_host_path: true, selinux: 'z' } },
      { type: 'bind', source: '/src', target: '/u' },
    ];
    expect(host({ volumes }).Binds).toEqual(['demo_data:/data:rw', 'demo_data:/ro:ro', '/src:/t:rw,z', '/src:/u:rw']);
  });

  test.each([
    [{}, { Type: 'bind', Source: '/src', Target: '/t', BindOptions: {} }],
    [
      { create_host_path: true, propagation: 'rslave' },
      { Type: 'bind', Source: '/src', Target: '/t', BindOptions: { Propagation: 'rslave', CreateMountpoint: true } },
    ],
    [
      { create_host_path: true, recursive: 'readonly' },
      {
        Type: 'bind',
        Source: '/src',
        Target: '/t',
        BindOptions: { CreateMountpoint: true, ReadOnlyForceRecursive: true },
      },
    ],
  ])('bind %j goes as a mount', (options, mount) => {
    expect(host(bind(options)).Mounts).toEqual([mount]);
  });

  test('a bind that Mounts would lose something of stays a bind', () => {
    expect(host(bind({ create_host_path: true, propagation: 'rslave', selinux: 'Z' })).Binds).toEqual([
      '/src:/t:rw,Z,rslave',
    ]);
    expect(host(bind({ create_host_path: true, propagation: 'rslave' }), { apiMinor: 41 }).Binds).toEqual([
      '/src:/t:rw,rslave',
    ]);
  });

  test('anonymous, tmpfs, image and options of volumes', () => {
    const volumes = [
      { type: 'volume', target: '/anon' },
      { type: 'tmpfs', target: '/ram', tmpfs: { size: '1024', mode: 448 } },
      { type: 'image', source: 'web:1', target: '/i', image: { subpath: 'etc' } },
      { type: 'volume', source: 'data', target: '/d', volume: { nocopy: true, subpath: 's', labels: { a: 'b' } } },
    ];
    expect(host({ volumes }).Mounts).toEqual([
      { Type: 'volume', Target: '/anon' },
      { Type: 'tmpfs', Target: '/ram', TmpfsOptions: { SizeBytes: 1024, Mode: 448 } },
      { Type: 'image', Source: 'web:1', Target: '/i', ImageOptions: { Subpath: 'etc' } },
      {
        Type: 'volume',
        Source: 'demo_data',
        Target: '/d',
        VolumeOptions: { NoCopy: true, Subpath: 's', Labels: { a: 'b' } },
      },
    ]);
    expect(() => host({ volumes }, { apiMinor: 47 })).toThrow(PayloadError);
  });

  test('tmpfs', () => {
    expect(host({ tmpfs: ['/run:size=64m,mode=755', '/tmp'] }).Tmpfs).toEqual({
      '/run': 'size=64m,mode=755',
      '/tmp': '',
    });
  });

  test('anonymous volumes outlive a recreate where they are still declared', () => {
    const volumes = [
      { type: 'volume', target: '/anon' },
      { type: 'volume', source: 'data', target: '/named-now' },
    ];
    const inheritedVolumes = ['/anon', '/named-now', '/of-image', '/gone'].map((target) => ({
      name: `old${target}`,
      target,
    }));
    const { Mounts, Binds } = host({ volumes }, { inheritedVolumes, imageVolumes: ['/of-image'] });
    expect(Mounts).toEqual([
      { Type: 'volume', Source: 'old/anon', Target: '/anon' },
      { Type: 'volume', Source: 'old/of-image', Target: '/of-image' },
    ]);
    expect(Binds).toEqual(['demo_data:/named-now:rw']);
  });
});

describe('secrets and configs', () => {
  const project = {
    secrets: { file: { file: '/s/file' }, env: { environment: 'E' }, out: { external: true } },
    configs: { text: { content: 'hello' }, conf: { file: '/s/conf' } },
  };

  test('files are mounted read-only', () => {
    const service = {
      secrets: [{ source: 'file' }],
      configs: [{ source: 'conf' }, { source: 'conf', target: '/etc/c' }],
    };
    expect(host(service, {}, project).Mounts).toEqual([
      { Type: 'bind', Source: '/s/file', Target: '/run/secrets/file', ReadOnly: true },
      { Type: 'bind', Source: '/s/conf', Target: '/conf', ReadOnly: true },
      { Type: 'bind', Source: '/s/conf', Target: '/etc/c', ReadOnly: true },
    ]);
  });

  test('values are uploaded', () => {
    const service = {
      secrets: [{ source: 'env', target: 'x', uid: '5', gid: '6', mode: '0400' }],
      configs: [{ source: 'text' }],
    };
    const environment = { E: 'value' };
    const payload = examplePayload(service, { environment }, project);
    expect(payload.uploads).toEqual([
      { path: '/run/secrets/x', content: 'value', uid: 5, gid: 6, mode: 0o400 },
      { path: '/text', content: 'hello', uid: 0, gid: 0, mode: 0o444 },
    ]);
    expect(JSON.stringify(payload.spec)).not.toContain('value');
    expect(() => examplePayload(service, {}, project)).toThrow(/variable E/);
    expect(() => examplePayload({ ...service, read_only: true }, { environment }, project)).toThrow(/read-only/);
  });

  test('what only Swarm has is an error', () => {
    expect(() => examplePayload({ secrets: [{ source: 'out' }] }, {}, project)).toThrow(PayloadError);
  });
});
