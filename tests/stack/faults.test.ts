import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { dockerCli, engine28small, labAvailable, labCommand } from '../lab/lab.ts';
import {
  busybox,
  collect,
  endOf,
  failureCodes,
  ofType,
  pause,
  statesOf,
  TestProject,
  until,
  words,
} from './project.ts';

const available = labAvailable();
const forever = 'command: [sleep, "1000"], stop_grace_period: 0s';

/** Every fault ends with an `up` that converges: that is what this asserts. */
async function converges(project: TestProject): Promise<void> {
  const events = await project.up();
  expect(endOf(events), words(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
  expect(ofType(await project.up(), 'plan')[0]?.plan.upToDate).toBe(true);
}

describe.skipIf(!available.ok)('faults', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('container killed from outside', async () => {
    project = new TestProject(`services: {w: {image: ${busybox}, ${forever}}}`);
    await project.up();
    await dockerCli(project.engine, ['kill', `${project.name}-w-1`]);
    await converges(project);
  });

  it('never healthy: the failure carries what the probe said, the dependent is not started', async () => {
    const yaml = (test: string) => `
services:
  sick:
    image: ${busybox}
    ${forever.replace(', stop', '\n    stop')}
    healthcheck: {test: "${test}", interval: 300ms, retries: 2, timeout: 1s}
  app:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    depends_on: {sick: {condition: service_healthy}}
`;
    project = new TestProject(yaml('echo the disk is on fire; exit 3'));
    const events = await project.up();
    expect(endOf(events)).toMatchObject({ outcome: 'failed' });
    expect(failureCodes(events).sort()).toEqual(['DEPENDENCY_FAILED', 'HEALTH_UNHEALTHY']);
    const told = ofType(events, 'failure').find((f) => f.diagnosis.service === 'sick');
    expect(JSON.stringify(told?.diagnosis.evidence)).toContain('the disk is on fire');
    project.write({ 'compose.yaml': yaml('exit 0') });
    await converges(project);
  });

  it('exits with 1: the failure carries the code and the last log lines', async () => {
    const yaml = (command: string) =>
      `services: {w: {image: ${busybox}, command: [sh, -c, "${command}"], healthcheck: {test: [CMD, "true"], interval: 1s}, stop_grace_period: 0s}}`;
    project = new TestProject(yaml('echo cannot read the settings; exit 1'));
    const events = await project.up();
    expect(failureCodes(events)).toEqual(['CONTAINER_EXITED']);
    expect(JSON.stringify(ofType(events, 'failure')[0]?.diagnosis)).toContain('cannot read the settings');
    project.write({ 'compose.yaml': yaml('sleep 1000') });
    await converges(project);
  });

  it('a job that fails stops what waits for it', async () => {
    const yaml = (code: number) => `
services:
  job: {image: ${pause}, command: [job, "50", "${code}"], restart: "no"}
  app: {image: ${busybox}, ${forever}, depends_on: {job: {condition: service_completed_successfully}}}
`;
    project = new TestProject(yaml(7));
    const events = await project.up();
    expect(failureCodes(events).sort()).toEqual(['DEPENDENCY_FAILED', 'JOB_FAILED']);
    project.write({ 'compose.yaml': yaml(0) });
    await converges(project);
  });

  it('a restart loop is told as one, and not waited for for ever', async () => {
    project = new TestProject(
      `services: {w: {image: ${busybox}, command: [sh, -c, "exit 2"], restart: always, healthcheck: {test: "exit 0", interval: 1s}}}`,
    );
    const events = await project.up();
    expect(failureCodes(events)).toEqual(['CONTAINER_RESTART_LOOP']);
    project.write({ 'compose.yaml': `services: {w: {image: ${busybox}, ${forever}}}` });
    await converges(project);
  });

  it('killed for memory', async () => {
    // tail keeps its whole input in memory when it has no line ends.
    const yaml = (command: string) =>
      `services: {w: {image: ${busybox}, command: [sh, -c, "${command}"], mem_limit: 8m, memswap_limit: 8m, healthcheck: {test: [CMD, "false"], interval: 30s}, stop_grace_period: 0s}}`;
    project = new TestProject(yaml('sleep 0.3; tail /dev/zero'));
    const events = await project.up();
    expect(failureCodes(events), words(events)).toEqual(['CONTAINER_OOM']);
    project.write({ 'compose.yaml': `services: {w: {image: ${busybox}, ${forever}}}` });
    await converges(project);
  });

  it('a port that is stolen between plan and start fails that service alone', async () => {
    project = new TestProject(
      `services:\n  w: {image: ${busybox}, ${forever}, ports: ["127.0.0.1:24815:80"]}\n  x: {image: ${busybox}, ${forever}}`,
    );
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(24815, '127.0.0.1', resolve));
    // Preflight would have found it; what is tested is the engine's refusal after it.
    const events = await project.up({ skipPreflight: true });
    expect(failureCodes(events), words(events)).toEqual(['PORT_TAKEN']);
    expect(await statesOf(await project.stack())).toMatchObject({ x: 'running' });
    const found = await project.up();
    expect(endOf(found)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(found)).toEqual(['PORT_TAKEN']);
    const fixed = await project.up({ fixPorts: true });
    expect(endOf(fixed), words(fixed)).toMatchObject({ outcome: 'done' });
    await new Promise((resolve) => thief.close(resolve));
    await converges(project);
  });

  it.each(['planning', 'creating', 'starting', 'waiting'] as const)('cancelled while %s', async (phase) => {
    const yaml = `
services:
  a: {image: ${pause}, environment: {READY_MS: "${phase === 'waiting' ? 60000 : 100}"}, healthcheck: {test: [CMD, /bin/pause, health], interval: 1s, retries: 90}, stop_grace_period: 0s}
  b: {image: ${busybox}, ${forever}, depends_on: {a: {condition: service_healthy}}}
`;
    project = new TestProject(yaml);
    const stack = await project.stack();
    const abort = new AbortController();
    let asked = 0;
    const cancel = () => {
      asked ||= performance.now();
      abort.abort();
    };
    const events = [];
    for await (const event of stack.up({ signal: abort.signal })) {
      events.push(event);
      if (phase === 'planning' && event.type === 'plan') cancel();
      if (phase === 'creating' && event.type === 'step' && event.step === 'container.create') cancel();
      if (phase === 'starting' && event.type === 'step' && event.step === 'container.start') cancel();
      if (phase === 'waiting' && event.type === 'service' && event.state === 'started') cancel();
    }
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(endOf(events)).toMatchObject({ outcome: 'cancelled', exitCode: 130 });
    project.write({ 'compose.yaml': yaml.replace('60000', '100') });
    await converges(project);
  });

  it('cancelled in the middle of a recreate: the old container or the new one is there, never neither', async () => {
    const yaml = (v: number) => `services: {w: {image: ${busybox}, ${forever}, environment: {V: "${v}"}}}`;
    project = new TestProject(yaml(1));
    await project.up();
    for (const step of ['container.create', 'container.stop', 'container.remove', 'container.rename']) {
      project.write({ 'compose.yaml': yaml(Math.random()) });
      const stack = await project.stack();
      const abort = new AbortController();
      for await (const event of stack.up({ signal: abort.signal })) {
        if (event.type === 'step' && event.step === step && event.state === 'started') abort.abort();
      }
      await until(async () => Object.keys(await containerNames(project)).length === 1);
      await converges(project);
    }
  });

  it('a broken state file: told, nothing touched, and mended by what the message names', async () => {
    project = new TestProject(`services: {w: {image: ${busybox}, ${forever}}}`);
    await project.up();
    for (const open of await Promise.all([project.stack()])) open.close();
    const db = `${project.stateDir}/state.db`;
    writeFileSync(db, 'this is no database, whatever it was before');
    await expect(project.stack()).rejects.toMatchObject({ code: 'STATE_CORRUPT', exitCode: 6 });
    const { repairStore } = await import('@sutazai/core/store');
    const { keptAs } = await repairStore(project.stateDir);
    expect(keptAs).toContain('corrupt');
    await converges(project);
  });
});

async function containerNames(project: TestProject): Promise<Record<string, true>> {
  const { stdout } = await dockerCli(project.engine, [
    'ps',
    '-aq',
    '--filter',
    `label=com.docker.compose.project=${project.name}`,
  ]);
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((id) => [id, true]),
  );
}

describe.skipIf(!available.ok)('faults of the engine itself', () => {
  let project: TestProject;
  afterEach(async () => {
    await labCommand(['up', '28small']);
    await project.cleanup();
  });

  it('the daemon is stopped in the middle of a start, and comes back', async () => {
    await labCommand(['up', '28small']);
    await labCommand(['images', '28small']);
    project = new TestProject(
      `services: {a: {image: ${pause}, environment: {READY_MS: "200"}, healthcheck: {test: [CMD, /bin/pause, health], interval: 1s, retries: 90}, stop_grace_period: 0s}, b: {image: ${busybox}, ${forever}, depends_on: {a: {condition: service_healthy}}}}`,
      engine28small(),
    );
    const stack = await project.stack();
    const events = [];
    let stopping: Promise<unknown> = Promise.resolve();
    for await (const event of stack.up({ signal: new AbortController().signal })) {
      events.push(event);
      if (event.type === 'step' && event.step === 'container.start' && event.state === 'started') {
        stopping = labCommand(['kill-engine', '28small']);
      }
    }
    await stopping;
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 3 });
    expect(failureCodes(events)).toContain('ENGINE_LOST');
    await expect(project.stack()).rejects.toMatchObject({ exitCode: 3 });
    await labCommand(['start-engine', '28small']);
    await converges(project);
  });

  it('watch tells that the engine went away and that it is back', async () => {
    await labCommand(['up', '28small']);
    await labCommand(['images', '28small']);
    project = new TestProject(`services: {w: {image: ${busybox}, ${forever}, restart: always}}`, engine28small());
    await project.up();
    const stack = await project.stack();
    const abort = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const now of stack.watch({ signal: abort.signal })) {
        seen.push(now.engine.reachable ? (now.services[0]?.state ?? '') : 'engine away');
      }
    })();
    await until(() => seen.includes('running'));
    await labCommand(['stop-engine', '28small']);
    await until(() => seen.includes('engine away'), 30_000);
    await labCommand(['start-engine', '28small']);
    await until(() => seen.lastIndexOf('running') > seen.indexOf('engine away'), 30_000);
    abort.abort();
    await watching;
  });
});

describe.skipIf(!available.ok)('watch and logs', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('shows a container killed from outside within a second', async () => {
    project = new TestProject(`services: {w: {image: ${busybox}, ${forever}}}`);
    await project.up();
    const stack = await project.stack();
    const abort = new AbortController();
    let killed = 0;
    let shown = 0;
    for await (const now of stack.watch({ signal: abort.signal })) {
      if (!killed && now.services[0]?.state === 'running') {
        await dockerCli(project.engine, ['kill', `${project.name}-w-1`]);
        killed = performance.now();
      } else if (killed && now.services[0]?.state !== 'running') {
        shown = performance.now();
        abort.abort();
      }
    }
    expect(shown - killed).toBeLessThan(1000);
  });

  it('follows logs over a restart, with a seam, no line lost and none twice', async () => {
    project = new TestProject(
      `services: {w: {image: ${busybox}, command: [sh, -c, "i=0; while true; do i=$$((i+1)); echo line $$i; sleep 0.02; done"], stop_grace_period: 0s}}`,
    );
    await project.up();
    const stack = await project.stack();
    const abort = new AbortController();
    const lines: string[] = [];
    const seams: string[] = [];
    const reading = (async () => {
      for await (const l of stack.logs({}, { signal: abort.signal, follow: true })) {
        if (l.kind === 'line') lines.push(l.text);
        else seams.push(l.reason);
      }
    })();
    await until(() => lines.length > 20);
    await dockerCli(project.engine, ['restart', '-t', '0', `${project.name}-w-1`]);
    await until(() => seams.includes('restarted') && lines.filter((l) => l === 'line 1').length === 2);
    const atSeam = lines.lastIndexOf('line 1');
    await until(() => lines.length > atSeam + 20);
    abort.abort();
    await reading;
    expect(seams).toEqual(['exited', 'restarted']);
    expect(lines.slice(0, atSeam)).toEqual(Array.from({ length: atSeam }, (_, i) => `line ${i + 1}`));
    expect(lines.slice(atSeam)).toEqual(Array.from({ length: lines.length - atSeam }, (_, i) => `line ${i + 1}`));
  });

  it('runs a command in a container and passes its exit code on', async () => {
    project = new TestProject(`services: {w: {image: ${busybox}, ${forever}}}`);
    await project.up();
    const stack = await project.stack();
    const session = await stack.exec('w', { cmd: ['sh', '-c', 'echo out; echo err >&2; exit 4'] });
    const output = await collect(session.output);
    const text = (stream: string) =>
      output
        .filter((o) => o.stream === stream)
        .map((o) => Buffer.from(o.data).toString())
        .join('');
    expect([text('stdout'), text('stderr'), await session.exitCode()]).toEqual(['out\n', 'err\n', 4]);
    await expect(stack.exec('nobody', { cmd: ['true'] })).rejects.toMatchObject({ code: 'COMPOSE_UNKNOWN_SERVICE' });
  });

  it('gives live figures of what runs', async () => {
    project = new TestProject(
      `services: {w: {image: ${busybox}, command: [sh, -c, "while true; do :; done"], stop_grace_period: 0s}}`,
    );
    await project.up();
    const stack = await project.stack();
    for await (const s of stack.stats({}, { signal: AbortSignal.timeout(15_000) })) {
      expect(s).toMatchObject({ service: 'w' });
      expect(s.cpuPercent).toBeGreaterThan(5);
      expect(s.memoryBytes).toBeGreaterThan(0);
      break;
    }
  });
});
