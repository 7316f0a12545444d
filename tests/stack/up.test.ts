import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import {
  busybox,
  collect,
  endOf,
  failureCodes,
  idsOf,
  ofType,
  pause,
  statesOf,
  TestProject,
  words,
} from './project.ts';

const available = labAvailable();
const health = 'healthcheck: {test: [CMD, /bin/pause, health], interval: 10s, retries: 3, timeout: 2s}';

/** Three levels: a database, a job on it, an application after both, and a service without a health check. */
const shop = `
services:
  db:
    image: ${pause}
    environment: {READY_MS: "200"}
    ${health}
    volumes: ["data:/data"]
    stop_grace_period: 1s
  migrate:
    image: ${pause}
    command: [job, "100", "0"]
    restart: "no"
    depends_on: {db: {condition: service_healthy}}
  app:
    image: ${pause}
    environment: {READY_MS: "100", COLOUR: "\${COLOUR:-red}"}
    ${health}
    networks: [default, front]
    depends_on: {migrate: {condition: service_completed_successfully}, db: {condition: service_healthy}}
    stop_grace_period: 1s
  side:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
networks: {front: {}}
volumes: {data: {}}
`;

describe.skipIf(!available.ok).each([
  ['28', engine28],
  ['20.10', engine20],
] as const)('up on engine %s', (version, engine) => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('brings a project up in dependency order, tells the truth about it, and takes it down', async () => {
    project = new TestProject(shop, engine());
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
    expect(endOf(events).summary).toMatchObject({ created: 4, started: 4, ready: 3, finished: 1, failed: [] });

    const stack = await project.stack();
    expect(await statesOf(stack)).toMatchObject({ migrate: 'finished', side: 'running' });
    const reached = (service: string, state: string) =>
      events.findIndex((e) => e.type === 'service' && e.service === service && e.state === state);
    expect(reached('db', 'ready')).toBeLessThan(reached('migrate', 'starting'));
    expect(reached('migrate', 'finished')).toBeLessThan(reached('app', 'starting'));
    const ready = ofType(events, 'service').filter((e) => e.state === 'ready' && e.service !== 'side');
    // With an interval of 10 s, the engine alone would need 20 s; what says ready is the container's own probe in any case.
    expect(ready.map((e) => e.by)).toEqual(version === '28' ? ['engine', 'engine'] : ['own-probe', 'own-probe']);
    const fractions = ofType(events, 'progress').map((p) => p.fraction);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);

    const down = await project.down();
    expect(endOf(down)).toMatchObject({ outcome: 'done' });
    expect(endOf(down).summary).toMatchObject({ removed: 4 });
    expect((await project.compose('ps', '-aq')).stdout.trim()).toBe('');
  });

  it('does nothing the second time, recreates what changed and only that', async () => {
    project = new TestProject(shop, engine());
    await project.up();
    const stack = await project.stack();
    const before = await idsOf(stack);
    const again = await project.up();
    expect(ofType(again, 'step'), 'an unchanged project needs no step').toEqual([]);
    // 20.10 has not yet run its own first probe (10 s): there we look again, by our own probe, and change nothing.
    expect(ofType(again, 'plan')[0]?.plan.upToDate).toBe(version === '28');

    const changed = await project.up({}, { COLOUR: 'blue' });
    expect(endOf(changed), words(changed)).toMatchObject({ outcome: 'done' });
    const reasons = ofType(changed, 'plan')[0]?.plan.services.find((s) => s.service === 'app')?.containers[0]?.reasons;
    expect(reasons).toMatchObject([{ field: 'environment.COLOUR', from: 'red', to: 'blue' }]);
    const after = await idsOf(stack);
    expect(after['app-1']).not.toBe(before['app-1']);
    expect({ ...after, 'app-1': '' }).toEqual({ ...before, 'app-1': '' });
  });
});

describe.skipIf(!available.ok)('up', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('scales up and down', async () => {
    project = new TestProject(`services: {w: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}}`);
    await project.up({ scale: { w: 3 } });
    const stack = await project.stack();
    expect(Object.keys(await idsOf(stack)).sort()).toEqual(['w-1', 'w-2', 'w-3']);
    await project.up({ scale: { w: 1 } });
    expect(Object.keys(await idsOf(stack))).toEqual(['w-1']);
  });

  it('keeps data over a recreate, in named and in anonymous volumes', async () => {
    const yaml = (value: string) =>
      `services: {w: {image: ${busybox}, command: [sleep, "1000"], environment: {V: "${value}"}, volumes: ["named:/n", /anonymous], stop_grace_period: 0s}}\nvolumes: {named: {}}`;
    project = new TestProject(yaml('1'));
    await project.up();
    const run = (script: string) => project.compose('exec', '-T', 'w', 'sh', '-c', script);
    await run('echo kept > /n/f; echo kept > /anonymous/f');
    project.write({ 'compose.yaml': yaml('2') });
    const events = await project.up();
    expect(endOf(events).summary).toMatchObject({ recreated: 1 });
    expect((await run('cat /n/f /anonymous/f; echo $V')).stdout).toBe('kept\nkept\n2\n');
  });

  it('brings a service with its dependencies only, and starts and stops parts', async () => {
    project = new TestProject(shop);
    const events = await project.up({ selection: { services: ['migrate'] } });
    expect(ofType(events, 'plan')[0]?.plan.services.map((s) => s.service)).toEqual(['db', 'migrate']);
    await project.up();
    const stack = await project.stack();
    const signal = new AbortController().signal;
    await collect(stack.stop({ services: ['app'] }, { signal }));
    expect(await statesOf(stack)).toMatchObject({ app: 'stopped', db: 'healthy' });
    const started = await collect(stack.start({ services: ['app'] }, { signal }));
    expect(endOf(started), words(started)).toMatchObject({ outcome: 'done' });
    expect(await statesOf(stack)).toMatchObject({ app: 'healthy' });
    const restarted = await collect(stack.restart({}, { signal }));
    expect(endOf(restarted), words(restarted)).toMatchObject({ outcome: 'done' });
    expect(await statesOf(stack)).toMatchObject({
      db: 'healthy',
      migrate: 'finished',
      app: 'healthy',
      side: 'running',
    });
  });

  it('builds an image with its output streamed, and builds again only when asked', async () => {
    project = new TestProject({
      'compose.yaml': 'services: {b: {build: ., stop_grace_period: 0s}}',
      Dockerfile: `FROM ${busybox}\nRUN echo built-here > /made\nCMD ["sleep", "1000"]\n`,
    });
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(ofType(events, 'build').length).toBeGreaterThan(2);
    expect((await project.compose('exec', '-T', 'b', 'cat', '/made')).stdout).toBe('built-here\n');
    expect(ofType(await project.up(), 'build')).toEqual([]);
    expect(ofType(await project.up({ build: true }), 'build').length).toBeGreaterThan(2);
    await project.compose('down', '--rmi', 'local', '-t', '0');
  });

  it('builds with secrets of the file, and refuses before anything starts where one is missing', async () => {
    project = new TestProject({
      'compose.yaml': `
services: {b: {build: {context: ., secrets: [one, {source: two, target: other}]}, stop_grace_period: 0s}}
secrets: {one: {file: ./one.txt}, two: {environment: TWO}}
`,
      Dockerfile: `FROM ${busybox}
RUN --mount=type=secret,id=one --mount=type=secret,id=other cat /run/secrets/one /run/secrets/other | wc -c > /made
CMD ["sleep", "1000"]
`,
      '.dockerignore': '*\n!Dockerfile\n',
    });
    const refused = await project.up({}, { TWO: '22222' });
    expect(endOf(refused)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(refused)).toEqual(['SECRET_MISSING']);
    expect(ofType(refused, 'step')).toEqual([]);
    project.write({ 'one.txt': '333' });
    const events = await project.up({}, { TWO: '22222' });
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect((await project.compose('exec', '-T', 'b', 'cat', '/made')).stdout.trim()).toBe('8');
    await project.compose('down', '--rmi', 'local', '-t', '0');
  });

  it('has the network changed under running services', async () => {
    const yaml = (internal: boolean) =>
      `services: {w: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}}\nnetworks: {default: {internal: ${internal}}}`;
    project = new TestProject(yaml(false));
    await project.up();
    project.write({ 'compose.yaml': yaml(true) });
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(ofType(await project.up(), 'plan')[0]?.plan.upToDate).toBe(true);
  });
});
