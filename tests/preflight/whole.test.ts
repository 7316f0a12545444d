import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, collect, endOf, failureCodes, ofType, TestProject } from '../stack/project.ts';
import { belongings, type Listener, listener } from './world.ts';

const available = labAvailable();

/** Thirty services: 24 that are in order, and one for each thing that can be found. */
function thirty(port: number): string {
  const sound = Array.from({ length: 24 }, (_, i) => `  ok${i}: {image: ${busybox}, mem_limit: 64m}\n`).join('');
  return `services:
${sound}  port: {image: ${busybox}, ports: ["${port}:80"]}
  twin: {image: ${busybox}, ports: ["127.0.0.1:${port}:80"]}
  secret: {image: ${busybox}, secrets: [gone, empty, known, made]}
  mount: {image: ${busybox}, volumes: [{type: bind, source: ./gone.conf, target: /etc/x.conf}]}
  memory: {image: ${busybox}, deploy: {resources: {reservations: {memory: 100000g}}}}
  foreign: {image: ${busybox}, platform: linux/s390x, x-sutazai: {size: 0}}
secrets:
  gone: {file: ./gone}
  empty: {file: ./empty}
  known: {file: ./known}
  made: {file: ./made, x-sutazai: {generate: true}}
`;
}

describe.skipIf(!available.ok)('a project of thirty services on engine 28', () => {
  let project: TestProject;
  let taken: Listener;
  afterEach(async () => {
    await taken.stop();
    await project.cleanup();
  });

  it('is told everything that would go wrong at once, and nothing is touched', async () => {
    taken = await listener();
    project = new TestProject({ 'compose.yaml': thirty(taken.port), empty: '', known: 'changeme' });
    const stack = await project.stack();
    expect(Object.keys(stack.model.project.services)).toHaveLength(30);
    const report = await stack.preflight();

    const found = report.findings.map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.service ?? '-'}`).sort();
    expect(found).toEqual([
      'error MEMORY_LOW memory',
      'error MOUNT_NOT_FOUND mount',
      'error PORT_DUPLICATE twin',
      'error PORT_TAKEN port',
      'error SECRET_DEFAULT secret',
      'error SECRET_EMPTY secret',
      'error SECRET_MISSING secret',
      'warning ARCH_MISMATCH foreign',
      'warning MEMORY_LOW -',
    ]);
    expect(report.ok).toBe(false);
    for (const { diagnosis } of report.findings) {
      expect(diagnosis.title, diagnosis.code).not.toMatch(/[{}]/);
      expect(diagnosis.nextSteps.length, diagnosis.code).toBeGreaterThan(0);
    }
    expect(report.facts).toMatchObject({
      engine: { version: expect.stringMatching(/^28\./), product: 'docker' },
      memory: { neededBytes: 24 * 64 * 1024 ** 2 + 100_000 * 1024 ** 3 },
      disk: { missingImages: [], freeBytes: expect.any(Number) },
      gpu: { wanted: false },
    });

    const events = await collect(stack.up({ signal: new AbortController().signal }));
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(events)).toHaveLength(7);
    expect(ofType(events, 'warning').map((w) => w.code)).toEqual(
      expect.arrayContaining(['ARCH_MISMATCH', 'MEMORY_LOW']),
    );
    expect(ofType(events, 'step')).toEqual([]);
    expect(await belongings(project)).toEqual([]);
  });
});
