import { afterEach, describe, expect, it } from 'vitest';
import { type Engine, engine28, labAvailable, labCommand, podman } from '../lab/lab.ts';
import { busybox, TestProject, until } from './project.ts';

const yaml = (later: string) => `
services:
  first: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}
  later: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, environment: {V: "${later}"}}
  other: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}
`;

async function started(engine: Engine): Promise<Engine> {
  if (engine.name === 'podman') await labCommand(['up', 'podman']);
  return engine;
}

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['podman', podman],
] as const)('stats on %s', (_, engine) => {
  let project: TestProject;
  const stop = new AbortController();
  afterEach(async () => {
    stop.abort();
    await project.cleanup();
  });

  it('come for what runs, for what starts later and for what is made anew, of the selected services only', async () => {
    project = new TestProject(yaml('1'), await started(engine()));
    await project.up({ selection: { services: ['first'] } });
    const seen = new Map<string, number>();
    const stack = await project.stack();
    const follow = (async () => {
      for await (const s of stack.stats({ services: ['first', 'later'] }, { signal: stop.signal })) {
        seen.set(`${s.service} ${s.container}`, s.memoryLimitBytes);
      }
    })();
    await until(() => seen.size === 1, 20_000);
    expect([...seen.keys()]).toEqual([`first ${project.name}-first-1`]);
    await project.up();
    await until(() => seen.has(`later ${project.name}-later-1`), 20_000);
    seen.clear();
    project.write({ 'compose.yaml': yaml('2') });
    await project.up();
    await until(() => [...seen.keys()].some((key) => key.startsWith('later ')), 20_000);
    expect([...new Set([...seen.keys()].map((key) => key.split(' ')[0]))].sort()).toEqual(['first', 'later']);
    for (const limit of seen.values()) expect(limit).toBeGreaterThan(0);
    stop.abort();
    await follow;
  });
});
