import { findEngine } from '@sutazai/core/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable, podman } from '../lab/lab.ts';
import { Bench, busybox, startPodman, uniqueName } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28, { apiMinor: 51, isPodman: false }, { version: /^28\.5\.2/, product: 'docker', apiVersion: '1.51' }],
  [
    '20.10',
    engine20,
    { apiMinor: 41, isPodman: false },
    { version: /^20\.10\.24/, product: 'docker', apiVersion: '1.41' },
  ],
  ['Podman', podman, { apiMinor: 41, isPodman: true }, { version: /^4\.3\.1/, product: 'podman', apiVersion: '1.41' }],
] as const)('settling on a version with %s', (name, lab, settled, known) => {
  if (name === 'Podman') beforeAll(startPodman);

  it('takes the newest version that both know, and knows who is there', async () => {
    const engine = await bench.connect(lab());
    expect({ apiMinor: engine.apiMinor, isPodman: engine.isPodman }).toEqual(settled);
    const info = await engine.info();
    expect(info).toMatchObject({
      product: known.product,
      apiVersion: known.apiVersion,
      osType: 'linux',
      architecture: 'amd64',
    });
    expect(info.version).toMatch(known.version);
    expect(info.cpus).toBeGreaterThan(0);
    expect(info.memoryBytes).toBeGreaterThan(64 * 1024 * 1024);
    expect(info.rootDir).toMatch(/^\//);
    expect(['1', '2']).toContain(info.cgroupVersion.replace('v', ''));
  });

  it('is found by discovery when named, with the connection kept', async () => {
    const options = { environment: {}, home: '/nonexistent', platform: 'linux' as const, uid: 4242 };
    const found = await findEngine({ ...options, explicit: lab().dockerHost });
    if (!('engine' in found)) throw new Error(`${found.code}: ${found.detail}`);
    bench.later(() => found.engine.close());
    expect(found.engine.apiMinor).toBe(settled.apiMinor);
    expect(Array.isArray(await found.engine.listContainers({}))).toBe(true);
  });

  it('lists containers, networks and volumes by label, each as it is', async () => {
    const engine = await bench.connect(lab());
    const [key = '', value = ''] = bench.label.split('=');
    const filter = { label: [bench.label] };
    const network = await engine.createNetwork({ Name: uniqueName('net'), Labels: { [key]: value } });
    bench.later(() => engine.removeNetwork(network));
    const volume = uniqueName('vol');
    await engine.createVolume({ Name: volume, Labels: { [key]: value } });
    bench.later(() => engine.removeVolume(volume, true));
    const ended = await bench.shell(engine, 'exit 9');
    const running = await engine.createContainer(uniqueName('c'), {
      Image: busybox,
      Cmd: ['sleep', '1000'],
      Labels: { [key]: value },
      HostConfig: { Mounts: [{ Type: 'volume', Source: volume, Target: '/data' }] },
    });
    bench.later(() => engine.removeContainer(running, { force: true }));
    await engine.startContainer(running);
    await engine.startContainer(running);
    // Until it has ended, the list calls it running.
    while ((await engine.inspectContainer(ended)).state.status !== 'exited')
      await new Promise((r) => setTimeout(r, 20));

    const rows = await engine.listContainers(filter);
    expect(rows.map((r) => r.id).sort()).toEqual([ended, running].sort());
    expect(rows.find((r) => r.id === ended)).toMatchObject({ state: 'exited', exitCode: 9, health: 'none' });
    expect(rows.find((r) => r.id === running)).toMatchObject({ state: 'running', volumes: { '/data': volume } });
    expect(rows.every((r) => r.image.endsWith(busybox) && r.labels[key] === value)).toBe(true);
    expect((await engine.listNetworks(filter)).map((n) => n.id)).toEqual([network]);
    expect((await engine.listVolumes(filter)).map((v) => v.name)).toEqual([volume]);
    expect(await engine.listContainers({ label: [`${bench.label}-other`] })).toEqual([]);
    expect(await engine.inspectImage('sutazai-lab/no-such:1')).toBeUndefined();
    expect(await engine.inspectNetwork('sutazai-no-such')).toBeUndefined();
    expect(await engine.inspectVolume('sutazai-no-such')).toBeUndefined();
  });
});
