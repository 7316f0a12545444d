import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable, podman } from '../lab/lab.ts';
import { endOf, ofType, pause, statesOf, TestProject, words } from '../stack/project.ts';
import { startPodman } from './harness.ts';

const project = `
services:
  db:
    image: ${pause}
    environment: {READY_MS: "200"}
    healthcheck: {test: [CMD, /bin/pause, health], interval: 10s, retries: 3, timeout: 2s}
    volumes: ["data:/data"]
    stop_grace_period: 1s
  app:
    image: ${pause}
    environment: {READY_MS: "100"}
    healthcheck: {test: [CMD, /bin/pause, health], interval: 10s, retries: 3, timeout: 2s}
    depends_on: {db: {condition: service_healthy}}
    stop_grace_period: 1s
volumes: {data: {}}
`;

const job = `
services:
  job: {image: ${pause}, command: [job, "300", "CODE"], restart: "no"}
  after:
    image: ${pause}
    depends_on: {job: {condition: service_completed_successfully}}
    stop_grace_period: 1s
`;

// A whole project on Podman's Docker-compatible service; what of a stack works at all is tested on Docker (tests/stack).
describe.skipIf(!labAvailable().ok)('a project on Podman 4.3', () => {
  beforeAll(startPodman);
  let test: TestProject;
  afterEach(() => test.cleanup());

  const left = async (what: string[]) =>
    (
      await dockerCli(podman(), [...what, '-q', '--filter', `label=com.docker.compose.project=${test.name}`])
    ).stdout.trim();

  it('comes up in order, tells its state, does nothing the second time, goes down whole', async () => {
    test = new TestProject(project, podman());
    const events = await test.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
    expect(endOf(events).summary).toMatchObject({ created: 2, started: 2, ready: 2, failed: [] });
    const reached = (service: string, state: string) =>
      events.findIndex((e) => e.type === 'service' && e.service === service && e.state === state);
    expect(reached('db', 'ready')).toBeGreaterThan(-1);
    expect(reached('db', 'ready')).toBeLessThan(reached('app', 'starting'));
    expect(Object.keys(await statesOf(await test.stack())).sort()).toEqual(['app', 'db']);

    const again = await test.up();
    expect(endOf(again), words(again)).toMatchObject({ outcome: 'done' });
    expect(ofType(again, 'step'), JSON.stringify(ofType(again, 'plan')[0]?.plan.services)).toEqual([]);

    const down = await test.down();
    expect(endOf(down), words(down)).toMatchObject({ outcome: 'done', exitCode: 0 });
    expect([await left(['ps', '-a']), await left(['volume', 'ls']), await left(['network', 'ls'])]).toEqual([
      '',
      '',
      '',
    ]);
  });

  // A job's end comes as an event, which Podman filters by a word of its own (engine/docker/events.ts).
  it.each([
    [0, 'done'],
    [3, 'failed'],
  ] as const)('a job that ends with %i, and a service after it', async (code, outcome) => {
    test = new TestProject(job.replace('CODE', String(code)), podman());
    const events = await test.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome });
    const states = await statesOf(await test.stack());
    expect(states.job).toBe(code === 0 ? 'finished' : 'failed');
  });
});
