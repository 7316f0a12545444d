import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PayloadError } from './payload-error.ts';
import { examplePayload } from './payload-example.ts';

const host = (...args: Parameters<typeof examplePayload>) => examplePayload(...args).spec.HostConfig;

describe('limits', () => {
  test('short keys', () => {
    const service = { mem_limit: '67108864', memswap_limit: '-1', cpus: 0.35, pids_limit: -1, shm_size: '1024' };
    expect(host(service)).toMatchObject({
      Memory: 67108864,
      MemorySwap: -1,
      NanoCpus: 350000000,
      PidsLimit: -1,
      ShmSize: 1024,
    });
  });

  test('deploy stands over them; a cpu reservation is nobody’s', () => {
    const deploy = {
      resources: { limits: { cpus: 1.1, memory: '100', pids: 7 }, reservations: { cpus: 0.1, memory: '50' } },
    };
    expect(host({ mem_limit: '1', cpus: 3, pids_limit: 9, deploy })).toMatchObject({
      Memory: 100,
      NanoCpus: 1100000000,
      PidsLimit: 7,
      MemoryReservation: 50,
    });
  });

  test('zero says nothing', () => {
    expect(host({ mem_limit: '0', cpus: 0, oom_score_adj: 0, oom_kill_disable: false })).toEqual({
      NetworkMode: 'demo_default',
    });
  });

  test('ulimits', () => {
    expect(host({ ulimits: { nofile: 9, nproc: { soft: 1, hard: -1 } } }).Ulimits).toEqual([
      { Name: 'nofile', Soft: 9, Hard: 9 },
      { Name: 'nproc', Soft: 1, Hard: -1 },
    ]);
  });
});

describe('devices', () => {
  test('paths, CDI names, gpus and reservations', () => {
    const service = {
      devices: [
        { source: '/dev/dri', target: '/dev/dri', permissions: 'rwm' },
        { source: 'vendor.com/class=name', target: 'vendor.com/class=name', permissions: 'rwm' },
      ],
      gpus: [{ count: -1 }],
      deploy: {
        resources: { reservations: { devices: [{ driver: 'nvidia', device_ids: ['1'], capabilities: ['gpu'] }] } },
      },
    };
    expect(host(service)).toMatchObject({
      Devices: [{ PathOnHost: '/dev/dri', PathInContainer: '/dev/dri', CgroupPermissions: 'rwm' }],
      DeviceRequests: [
        { Driver: 'nvidia', DeviceIDs: ['1'], Capabilities: [['gpu']] },
        { Driver: 'cdi', DeviceIDs: ['vendor.com/class=name'] },
        { Count: -1, Capabilities: [['gpu']] },
      ],
    });
  });

  test('Podman knows GPUs by CDI only', () => {
    const cdi = (gpu: object) => host({ gpus: [gpu] }, { isPodman: true }).DeviceRequests;
    expect(cdi({ count: -1 })).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }]);
    expect(cdi({ count: 2 })).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=0', 'nvidia.com/gpu=1'] }]);
    expect(cdi({ device_ids: ['7'] })).toEqual([{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=7'] }]);
  });
});

describe('ports', () => {
  test('bindings, exposed ports, and who picks', () => {
    const port = (published?: string, host_ip?: string) => ({
      mode: 'ingress',
      target: 80,
      protocol: 'tcp',
      ...(published === undefined ? {} : { published }),
      ...(host_ip === undefined ? {} : { host_ip }),
    });
    const fixed = examplePayload({ ports: [port('8080', '127.0.0.1'), port('8081')], expose: ['9', '10-11/udp'] });
    expect(fixed.spec.HostConfig.PortBindings).toEqual({
      '80/tcp': [
        { HostIp: '127.0.0.1', HostPort: '8080' },
        { HostIp: '', HostPort: '8081' },
      ],
    });
    expect(Object.keys(fixed.spec.ExposedPorts ?? {})).toEqual(['9/tcp', '10/udp', '11/udp', '80/tcp']);
    expect(fixed.serialStart).toBe(false);
    expect(examplePayload({ ports: [port('8000-8010')] }).serialStart).toBe(true);
    expect(examplePayload({ ports: [port()] }).serialStart).toBe(true);
    expect(host({ ports: [] })).not.toHaveProperty('PortBindings');
  });
});

describe('rights', () => {
  test('a seccomp profile is sent inline', () => {
    const workingDir = mkdtempSync(join(tmpdir(), 'sutazai-seccomp-'));
    writeFileSync(join(workingDir, 'p.json'), '{ "defaultAction": "SCMP_ACT_ALLOW" }');
    const service = { image: 'web:1', security_opt: ['seccomp:p.json', 'no-new-privileges', 'systempaths=unconfined'] };
    const base = examplePayload({}).spec;
    expect(base.HostConfig).not.toHaveProperty('MaskedPaths');
    const model = { ...exampleIn(workingDir) };
    expect(host(service, { model })).toMatchObject({
      SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}', 'no-new-privileges'],
      MaskedPaths: [],
      ReadonlyPaths: [],
    });
    expect(() => host({ security_opt: ['seccomp:missing.json'] }, { model })).toThrow(PayloadError);
    expect(() => host({ security_opt: ['nonsense'] })).toThrow(PayloadError);
  });

  test('capabilities get their full names', () => {
    expect(host({ cap_add: ['chown', 'CAP_NET_RAW'], cap_drop: ['all'] })).toMatchObject({
      CapAdd: ['CAP_CHOWN', 'CAP_NET_RAW'],
      CapDrop: ['ALL'],
    });
  });
});

function exampleIn(workingDir: string) {
  return {
    project: { name: 'demo', services: {}, networks: { default: { name: 'demo_default' } } },
    disabled: {},
    external: {},
    workingDir,
    files: [],
    envFiles: [],
    profiles: [],
    warnings: [],
    spareSecrets: {},
    variables: {},
  };
}
