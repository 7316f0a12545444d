// No graphics card could be had: the "absent" verdicts are real, and the proof in a container is tried with other devices.
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, test } from 'vitest';
import { proveInContainer } from '../../packages/core/stack/preflight/gpu-container.ts';
import { labAvailable } from '../lab/lab.ts';
import { busybox, endOf, failureCodes, pause, TestProject } from '../stack/project.ts';
import { belongings, docker } from './world.ts';

const available = labAvailable();
const card = ['/dev/nvidia0', '/dev/nvidiactl', '/dev/kfd', '/dev/dxg', '/dev/dri/renderD128'].some((f) =>
  existsSync(f),
);

const service = (image: string, more: string) =>
  `services: {llm: {image: "${image}", command: [sleep, "1000"], stop_grace_period: 0s, ${more}}}\n`;

describe.skipIf(!available.ok)('the graphics card on engine 28', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it.skipIf(card)('is found absent on a machine without one, before anything is made', async () => {
    project = new TestProject(service(busybox, 'gpus: all'));
    const report = await (await project.stack()).preflight({ proveGpu: true });
    expect(report.facts.gpu).toMatchObject({ wanted: true, host: 'absent', runtime: 'absent', container: 'not-tried' });
    expect(report.findings).toMatchObject([
      { check: 'gpu', level: 'error', diagnosis: { code: 'GPU_HOST_MISSING', service: 'llm' } },
    ]);
    const events = await project.up();
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(events)).toEqual(['GPU_HOST_MISSING']);
    expect(await belongings(project)).toEqual([]);
  });

  it.skipIf(card)("agrees with the engine's own answer", async () => {
    project = new TestProject(service(busybox, 'gpus: all'));
    const events = await project.up({ skipPreflight: true });
    expect(endOf(events)).toMatchObject({ outcome: 'failed' });
    expect(failureCodes(events)[0]).toMatch(/^GPU_/);
  });

  test.each([
    ['a device that is there', busybox, 'devices: [/dev/null]', 'proven', 'was started with the GPU'],
    ['one, in an image without a program to run', pause, 'devices: [/dev/null]', 'proven', 'got the GPU'],
    ['a device that is not there', busybox, 'devices: [/dev/no-such-card]', 'failed', '/dev/no-such-card'],
    ['a CDI device that nobody knows', busybox, 'devices: [nvidia.com/gpu=all]', 'failed', 'nvidia.com/gpu=all'],
    ['a runtime that is not there', busybox, 'runtime: nvidia', 'failed', 'nvidia'],
    ['an image that is not there', 'sutazai-lab/none:1', 'devices: [/dev/null]', 'not-tried', 'is not here yet'],
  ])('is proven by starting a container with it: %s', async (_, image, more, result, detail) => {
    project = new TestProject(service(image, more));
    const { engine, model } = await project.stack();
    const here = await engine.inspectImage(image);
    const input = {
      ...{ engine, model, info: await engine.info(), containers: [], local: true, platform: process.platform },
      ...{ environment: {}, imageOf: () => here },
    };
    const proof = await proveInContainer(input, 'llm');
    expect(proof.result, proof.detail).toBe(result);
    expect(proof.detail).toContain(detail);
    const left = await docker(project.engine, 'ps', '-aq', '--filter', 'label=ai.sutazai.gpu-proof');
    expect(left, 'the proof leaves nothing behind').toBe('');
  });
});
