import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import { busybox, collect, endOf, idsOf, ofType, pause, statesOf, TestProject, words } from './project.ts';

const available = labAvailable();

/** A bit of everything that two tools could write differently into a container. */
const wide = `
x-log: &log {driver: json-file, options: {max-size: 1m}}
services:
  db:
    image: ${pause}
    environment: {READY_MS: "100", EMPTY: ""}
    healthcheck: {test: [CMD, /bin/pause, health], interval: 1s, retries: 5}
    volumes: ["data:/data", "./conf:/conf:ro"]
    tmpfs: [/cache]
    logging: *log
    ulimits: {nofile: {soft: 1024, hard: 2048}}
    shm_size: 32m
    mem_limit: 64m
    stop_grace_period: 1s
  app:
    image: ${busybox}
    command: sh -c "sleep 1000"
    hostname: app-host
    user: "1000:1000"
    working_dir: /tmp
    labels: {a.b: c}
    ports: ["127.0.0.1:24711:80"]
    extra_hosts: ["other:10.1.2.3"]
    cap_drop: [ALL]
    read_only: true
    init: true
    restart: unless-stopped
    networks: {default: {aliases: [application]}, back: null}
    security_opt: ["no-new-privileges:true"]
    secrets: [token]
    depends_on: {db: {condition: service_healthy}}
    stop_grace_period: 0s
networks: {back: {driver: bridge}}
volumes: {data: {}}
secrets: {token: {file: ./token}}
`;
const files = { 'compose.yaml': wide, 'conf/a': 'x', token: 'nPq7vX2mKd83hTz' };

describe.skipIf(!available.ok).each([
  ['28', engine28],
  ['20.10', engine20],
] as const)('with docker compose on engine %s', (_, engine) => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('adopts a project that docker compose started, recreating nothing', async () => {
    project = new TestProject(files, engine());
    const theirs = await project.compose('up', '-d', '--wait');
    expect(theirs.code, theirs.stderr).toBe(0);
    const stack = await project.stack();
    const before = await idsOf(stack);
    const events = await project.up();
    expect(ofType(events, 'plan')[0]?.plan.services.flatMap((s) => s.containers.flatMap((c) => c.reasons))).toEqual([]);
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(await idsOf(stack)).toEqual(before);
    // What the files change afterwards is seen on adopted containers too.
    project.write({ 'compose.yaml': wide.replace('max-size: 1m', 'max-size: 2m') });
    const changed = await project.up();
    expect(endOf(changed).summary).toMatchObject({ recreated: 1 });
  });

  it('makes projects that docker compose can list, read, stop and remove without a file', async () => {
    project = new TestProject(files, engine());
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    const listed = await project.compose('ps', '--format', '{{.Service}} {{.State}}');
    expect(listed.stdout.trim().split('\n').sort()).toEqual(['app running', 'db running']);
    expect((await project.compose('logs', 'db')).stdout).toContain('ready');
    expect((await project.compose('stop', 'app')).code).toBe(0);
    const stack = await project.stack();
    const states = await statesOf(stack);
    expect(states.app).toBe('stopped');
    // On 20.10 the engine's own first verdict comes one interval after the start.
    expect(['healthy', 'starting']).toContain(states.db);
    const gone = await project.compose('down', '-v');
    expect(gone.code, gone.stderr).toBe(0);
    expect(await statesOf(stack)).toEqual({ app: 'absent', db: 'absent' });
  });

  it('runs a project by its name alone, from the labels', async () => {
    project = new TestProject(files, engine());
    await project.up();
    const { rmSync } = await import('node:fs');
    rmSync(`${project.dir}/compose.yaml`);
    const stack = await project.stack();
    expect(stack.fromLabels).toBe(true);
    const signal = new AbortController().signal;
    expect(endOf(await collect(stack.restart({ services: ['db'] }, { signal })))).toMatchObject({ outcome: 'done' });
    expect(endOf(await collect(stack.down({ signal, volumes: true })))).toMatchObject({ outcome: 'done' });
    expect((await project.compose('ps', '-aq')).stdout.trim()).toBe('');
  });
});

describe.skipIf(!available.ok)('export', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('writes a folder that docker compose up runs unchanged, and that holds no secret', async () => {
    project = new TestProject(files);
    const stack = await project.stack();
    const out = `${project.dir}/out`;
    const result = await stack.exportTo(out);
    const { readFileSync } = await import('node:fs');
    for (const file of ['compose.yaml', '.env'])
      expect(readFileSync(`${out}/${file}`, 'utf8')).not.toContain(files.token);
    expect(result.files).toContain('compose.yaml');
    const { composeCli } = await import('../lab/lab.ts');
    const up = await composeCli(project.engine, ['up', '-d', '--wait'], { cwd: out });
    expect(up.code, up.stderr).toBe(0);
    expect(await statesOf(stack)).toMatchObject({ app: 'running', db: 'healthy' });
    await expect(stack.exportTo(out)).rejects.toMatchObject({ code: 'EXPORT_NOT_EMPTY' });
  });
});
