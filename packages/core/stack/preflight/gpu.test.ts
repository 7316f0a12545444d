import { describe, expect, it, test } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { engineInfo } from '../../engine/docker/info.ts';
import type { Transport } from '../../engine/docker/transport.ts';
import { checkGpu } from './gpu.ts';
import { gpuNeed } from './gpu-needs.ts';
import { type ExampleInput, exampleInput } from './preflight-example.ts';

// Replies in the shape of the Engine API's SystemInfo (docs.docker.com/reference/api/engine/version/v1.51, GET /info),
// shortened to what differs: no card could be had, so the engine's part is told in its own published words.
const runc = { path: 'runc', status: { 'org.opencontainers.runtime-spec.features': '{}' } };
const replies = {
  none: {
    Runtimes: { 'io.containerd.runc.v2': runc, runc },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    DiscoveredDevices: null,
  },
  nvidiaRuntime: {
    Runtimes: { nvidia: { path: 'nvidia-container-runtime' }, runc },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    DiscoveredDevices: null,
  },
  nvidiaCdi: {
    Runtimes: { runc },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    DiscoveredDevices: [
      { Source: 'cdi', ID: 'nvidia.com/gpu=0' },
      { Source: 'cdi', ID: 'nvidia.com/gpu=all' },
    ],
  },
  amdRuntime: { Runtimes: { amd: { path: 'amd-container-runtime' }, runc }, CDISpecDirs: [], DiscoveredDevices: null },
  /** Before API 1.44 (engine 25) neither field existed. */
  old: { Runtimes: { runc } },
};

async function infoOf(reply: keyof typeof replies) {
  const bodies: Record<string, unknown> = {
    '/version': { Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24' },
    '/info': { Name: 'box', OSType: 'linux', Architecture: 'x86_64', MemTotal: 16e9, ...replies[reply] },
  };
  const transport = { call: async ({ path }: { path: string }) => bodies[path] } as unknown as Transport;
  return engineInfo(transport);
}

async function verdictOf(
  service: Partial<Service>,
  reply: keyof typeof replies,
  files: string[],
  more: Omit<ExampleInput, 'services' | 'info'> = {},
) {
  const input = exampleInput({ services: { llm: { image: 'llm:1', ...service } }, info: await infoOf(reply), ...more });
  const { findings, verdict } = await checkGpu(input, (path) => files.includes(path));
  const codes = findings.map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.service}`);
  return {
    steps: [verdict.host, verdict.runtime, verdict.container].join(' '),
    wanted: verdict.wanted,
    codes,
    verdict,
  };
}

const reserved = (device: Record<string, unknown>): Partial<Service> => ({
  deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'], ...device }] } } },
});
const all = { gpus: [{ count: -1 }] };
const nvidia = reserved({ driver: 'nvidia', count: 1 });
const nvidiaCdi = { devices: [{ source: 'nvidia.com/gpu=all', target: 'nvidia.com/gpu=all', permissions: 'rwm' }] };
const file = (source: string) => ({ devices: [{ source, target: source, permissions: 'rwm' }] });
const nvidiaFiles = ['/dev/nvidia0', '/dev/nvidiactl', '/proc/driver/nvidia/version'];
const intelFiles = ['/dev/dri', '/dev/dri/renderD128'];

describe('what a service asks for', () => {
  test.each<[string, Partial<Service>, unknown]>([
    ['nothing', { image: 'x:1' }, undefined],
    ['gpus: all', all, { kind: 'any', way: 'request' }],
    ['a reservation', nvidia, { kind: 'nvidia', way: 'request' }],
    ['a reservation of something else', reserved({ capabilities: ['tpu'] }), undefined],
    ['a reservation of an AMD card', reserved({ driver: 'amd.com/gpu' }), { kind: 'amd', way: 'request' }],
    [
      'a CDI name in a reservation',
      reserved({ driver: 'cdi', device_ids: ['nvidia.com/gpu=0'] }),
      { kind: 'nvidia', way: 'cdi', source: 'nvidia.com/gpu=0' },
    ],
    ['a CDI device', nvidiaCdi, { kind: 'nvidia', way: 'cdi', source: 'nvidia.com/gpu=all' }],
    ['the runtime', { runtime: 'nvidia' }, { kind: 'nvidia', way: 'runtime' }],
    ['an Intel device file', file('/dev/dri'), { kind: 'intel', way: 'file', source: '/dev/dri' }],
    [
      'the two files of an AMD card',
      { devices: [...file('/dev/dri').devices, ...file('/dev/kfd').devices] },
      { kind: 'amd', way: 'file', source: '/dev/kfd' },
    ],
    ['a device that is no card', file('/dev/snd'), undefined],
  ])('%s', (_, service, need) => {
    expect(gpuNeed(service as Service)).toEqual(need);
  });
});

describe('the verdict in three steps', () => {
  it('is about no service if none asks, and still tells what there is', async () => {
    expect(await verdictOf({}, 'nvidiaRuntime', nvidiaFiles)).toMatchObject({
      wanted: false,
      steps: 'present present not-tried',
      codes: [],
      verdict: { detail: 'no service asks for a GPU' },
    });
  });

  test.each<[string, Partial<Service>, keyof typeof replies, string[], string, string[]]>([
    ['all there, runtime', nvidia, 'nvidiaRuntime', nvidiaFiles, 'present present not-tried', []],
    ['all there, CDI', nvidia, 'nvidiaCdi', nvidiaFiles, 'present present not-tried', []],
    ['all there, CDI by name', nvidiaCdi, 'nvidiaCdi', nvidiaFiles, 'present present not-tried', []],
    ['WSL', all, 'nvidiaRuntime', ['/dev/dxg'], 'present present not-tried', []],
    ['no card', nvidia, 'none', [], 'absent absent not-tried', ['error GPU_HOST_MISSING llm']],
    ['no card, toolkit left', nvidia, 'nvidiaRuntime', [], 'absent present not-tried', ['error GPU_HOST_MISSING llm']],
    ['no toolkit', nvidia, 'none', nvidiaFiles, 'present absent not-tried', ['error GPU_RUNTIME_MISSING llm']],
    ['no toolkit, old engine', all, 'old', nvidiaFiles, 'present absent not-tried', ['error GPU_RUNTIME_MISSING llm']],
    [
      "another maker's card",
      nvidia,
      'nvidiaRuntime',
      intelFiles,
      'absent present not-tried',
      ['error GPU_HOST_MISSING llm'],
    ],
    [
      "another maker's runtime",
      nvidia,
      'amdRuntime',
      nvidiaFiles,
      'present absent not-tried',
      ['error GPU_RUNTIME_MISSING llm'],
    ],
    [
      'a runtime is no CDI',
      nvidiaCdi,
      'nvidiaRuntime',
      nvidiaFiles,
      'present absent not-tried',
      ['error GPU_RUNTIME_MISSING llm'],
    ],
    [
      'CDI is no runtime',
      { runtime: 'nvidia' },
      'nvidiaCdi',
      nvidiaFiles,
      'present absent not-tried',
      ['error GPU_RUNTIME_MISSING llm'],
    ],
    [
      'hook without runtime',
      all,
      'none',
      [...nvidiaFiles, '/usr/bin/nvidia-container-runtime-hook'],
      'present present not-tried',
      [],
    ],
    [
      'specification file',
      nvidiaCdi,
      'none',
      [...nvidiaFiles, '/var/run/cdi/nvidia.yaml'],
      'present present not-tried',
      [],
    ],
    [
      'specification file, CDI off',
      nvidiaCdi,
      'old',
      [...nvidiaFiles, '/etc/cdi/nvidia.yaml'],
      'present absent not-tried',
      ['error GPU_RUNTIME_MISSING llm'],
    ],
    ['a plain file needs nothing of the engine', file('/dev/dri'), 'none', intelFiles, 'present present not-tried', []],
    [
      'a plain file that is not there',
      file('/dev/dri/renderD129'),
      'none',
      intelFiles,
      'absent present not-tried',
      ['error GPU_HOST_MISSING llm'],
    ],
  ])('%s', async (_, service, reply, files, steps, codes) => {
    expect(await verdictOf(service, reply, files)).toMatchObject({ wanted: true, steps, codes });
  });

  it('does not guess about a machine that it cannot see', async () => {
    const far = await verdictOf(nvidia, 'nvidiaRuntime', [], { local: false });
    expect(far).toMatchObject({ steps: 'unknown present not-tried', codes: [] });
    const mac = await verdictOf(nvidia, 'none', nvidiaFiles, { platform: 'darwin' });
    expect(mac).toMatchObject({ steps: 'unknown absent not-tried', codes: ['error GPU_RUNTIME_MISSING llm'] });
    // Below API 1.50 the engine does not list its CDI devices, and its files are out of sight.
    const old = await verdictOf(nvidiaCdi, 'none', [], { local: false, apiMinor: 47 });
    expect(old).toMatchObject({ steps: 'unknown unknown not-tried', codes: [] });
  });

  it("looks where Podman keeps CDI specifications, which its /info doesn't tell", async () => {
    const files = [...nvidiaFiles, '/etc/cdi/nvidia.yaml'];
    expect(await verdictOf(nvidiaCdi, 'old', files, { isPodman: true, apiMinor: 41 })).toMatchObject({ codes: [] });
    expect(await verdictOf(nvidiaCdi, 'old', nvidiaFiles, { isPodman: true, apiMinor: 41 })).toMatchObject({
      codes: ['error GPU_RUNTIME_MISSING llm'],
    });
  });

  it('judges each service by the card it asks for, and names the one that fails', async () => {
    const services = { video: file('/dev/dri'), llm: nvidia };
    const input = exampleInput({ services, info: await infoOf('none') });
    const { findings, verdict } = await checkGpu(input, (path) => [...intelFiles, ...nvidiaFiles].includes(path));
    expect(findings.map((f) => [f.diagnosis.code, f.diagnosis.service])).toEqual([['GPU_RUNTIME_MISSING', 'llm']]);
    expect(verdict).toMatchObject({ host: 'present', runtime: 'absent', container: 'not-tried' });
    expect(findings[0]?.diagnosis.nextSteps.join('\n')).toContain('sutazai doctor');
  });

  it('does not try a container whose image is not here', async () => {
    const input = exampleInput({ services: { llm: { image: 'llm:1', ...nvidia } }, info: await infoOf('nvidiaCdi') });
    const { findings, verdict } = await checkGpu({ ...input, proveGpu: true }, (path) => nvidiaFiles.includes(path));
    expect(findings).toEqual([]);
    expect(verdict).toMatchObject({ container: 'not-tried', detail: 'the image llm:1 is not here yet' });
  });
});
