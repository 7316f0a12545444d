// What happens around the host: engines that go and come, damaged files, full disks, a port that is taken, Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engine28small, labAvailable, labCommand } from '../lab/lab.ts';
import { busybox, TestProject } from '../stack/project.ts';
import { connect, readUntil, Served } from './served.ts';

const available = labAvailable();
const yaml = `services: {web: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}}`;
const nowhere = 'unix:///nonexistent/engine.sock';

let project: TestProject | undefined;
let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
  if (project) rmSync(project.dir, { recursive: true, force: true });
  project = undefined;
});

describe('with no engine', () => {
  it('pages come, and say why and what to do', async () => {
    project = new TestProject(yaml);
    served = await Served.start(project, { host: nowhere });
    const { api } = await served.page();
    const [status] = await readUntil(
      (signal) => api.stack.watch(undefined, { signal }),
      () => true,
    );
    expect(status).toMatchObject({
      engine: { reachable: false },
      problem: { code: 'ENGINE_MISSING' },
      services: [{ service: 'web', state: 'absent' }],
    });
    expect(status?.problem?.nextSteps.length).toBeGreaterThan(0);
    expect((await api.stack.overview()).services).toHaveLength(1);
    await expect(api.stack.plan()).rejects.toMatchObject({ data: { code: 'ENGINE_MISSING' } });
    const { id } = await api.stack.begin({ kind: 'up' });
    const all = await readUntil(
      (signal) => api.stack.operation(undefined, { signal }),
      (b) => b.operation?.id === id && b.operation.endedAt !== undefined,
    );
    expect(all.at(-1)?.operation?.outcome).toBe('failed');
    const [live] = await readUntil(
      (signal) => api.monitor.live(undefined, { signal }),
      () => true,
    );
    expect(live?.services).toEqual([]);
    const { files } = await api.diagnostics.preview();
    expect(files.find((f) => f.name === 'preflight.json')?.text).toContain('ENGINE_MISSING');
    expect(await api.monitor.prometheus({ query: 'up', from: 0, to: 1000, step: 1 })).toMatchObject({
      available: false,
    });
  });

  it('an address of an engine that is none is told, and taken back', async () => {
    project = new TestProject(yaml);
    served = await Served.start(project, { host: nowhere });
    const { api } = await served.page();
    await api.engine.choose({ url: 'nonsense://nowhere' });
    await expect(api.stack.plan()).rejects.toMatchObject({ data: { code: expect.stringMatching(/^ENGINE_/) } });
    expect((await api.engine.list()).find((e) => e.chosen)).toMatchObject({
      url: 'nonsense://nowhere',
      current: false,
    });
    expect(await api.settings.get()).toMatchObject({ engine: 'nonsense://nowhere' });
    await api.engine.choose({ url: null });
    await expect(api.stack.plan()).rejects.toMatchObject({ data: { code: 'ENGINE_MISSING' } });
    expect(await api.settings.get()).toMatchObject({ engine: null });
  });

  it('a compose file with a mistake is told with its place, and mended without a restart', async () => {
    project = new TestProject('services: {web: {image: x:1, imagee: y}}');
    served = await Served.start(project, { host: nowhere });
    const { api } = await served.page();
    const [status] = await readUntil(
      (signal) => api.stack.watch(undefined, { signal }),
      () => true,
    );
    expect(status?.problem).toMatchObject({ code: expect.stringMatching(/^COMPOSE_/), location: { line: 1 } });
    await expect(api.stack.overview()).rejects.toMatchObject({ data: { code: status?.problem?.code } });
    project.write({ 'compose.yaml': yaml });
    expect((await api.stack.overview()).services).toHaveLength(1);
    await readUntil(
      (signal) => api.stack.watch(undefined, { signal }),
      (s) => s.problem?.code === 'ENGINE_MISSING',
    );
  });
});

describe('with files of its own that are damaged', () => {
  it('a state file that is no database is kept aside, and told until it is put away', async () => {
    project = new TestProject(yaml);
    mkdirSync(project.stateDir, { recursive: true });
    writeFileSync(join(project.stateDir, 'state.db'), 'no database'.repeat(1000));
    writeFileSync(join(project.stateDir, 'history.db'), 'no database'.repeat(1000));
    served = await Served.start(project, { host: nowhere });
    const { api } = await served.page();
    const [notices] = await readUntil(
      (signal) => api.host.notices(undefined, { signal }),
      () => true,
    );
    expect(notices?.map((n) => n.code).sort()).toEqual(['HISTORY_RESET', 'STATE_RESET']);
    expect(readdirSync(project.stateDir).filter((f) => f.includes('.corrupt-'))).toHaveLength(2);
    expect(notices?.find((n) => n.code === 'STATE_RESET')?.nextSteps.join(' ')).toContain('state.db.corrupt-');
    await api.host.dismiss({ code: 'STATE_RESET' });
    await api.host.dismiss({ code: 'HISTORY_RESET' });
    const [after] = await readUntil(
      (signal) => api.host.notices(undefined, { signal }),
      () => true,
    );
    expect(after).toEqual([]);
    expect((await api.settings.set({ theme: 'light' })).theme).toBe('light');
  });
});

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')('on a full disk', () => {
  it('what cannot be kept is told, live figures go on, and it mends itself', async () => {
    project = new TestProject(yaml);
    const disk = mkdtempSync(join(tmpdir(), 'sutazai-full-'));
    const made = await labCommand(['small-disk', disk, '8']);
    expect(made.code, made.stderr).toBe(0);
    try {
      const full = Object.assign(Object.create(Object.getPrototypeOf(project)), project, { stateDir: join(disk, 's') });
      served = await Served.start(full, { host: nowhere });
      const { api } = await served.page();
      const fill = Buffer.alloc(64 * 1024);
      try {
        for (let n = 0; ; n++) writeFileSync(join(disk, `fill-${n}`), fill);
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      }
      const many = Array.from({ length: 3000 }, (_, n) => ({
        of: `service-${n}`,
        at: Date.now(),
        cpu: 1,
        memory: 1,
        rx: 1,
        tx: 1,
      }));
      served.host.history.add(many);
      const ask = () =>
        api.monitor.history({
          from: Date.now() - 60_000,
          to: Date.now(),
          points: 2,
          series: [{ of: 'host', metric: 'cpu' }],
        });
      await ask().catch(() => undefined);
      const [told] = await readUntil(
        (signal) => api.host.notices(undefined, { signal }),
        (n) => n.some((d) => d.code === 'HISTORY_PAUSED'),
      );
      expect(JSON.stringify(told)).toContain('disk');
      const [live] = await readUntil(
        (signal) => api.monitor.live(undefined, { signal }),
        () => true,
      );
      expect(live?.host.cores).toBeGreaterThan(0);
      for (const f of readdirSync(disk).filter((f) => f.startsWith('fill-'))) rmSync(join(disk, f));
      served.host.history.add(many.slice(0, 10));
      await ask();
      await readUntil(
        (signal) => api.host.notices(undefined, { signal }),
        (n) => n.length === 0,
      );
    } finally {
      await served?.close();
      served = undefined;
      await labCommand(['small-disk-remove', disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!available.ok)('an engine that is stopped and comes back', () => {
  let small: TestProject;
  beforeAll(async () => {
    for (const args of [
      ['up', '28small'],
      ['images', '28small'],
    ]) {
      const { code, stderr } = await labCommand(args);
      if (code !== 0) throw new Error(stderr);
    }
    small = new TestProject(yaml, engine28small());
  });
  afterAll(async () => {
    await labCommand(['start-engine', '28small']);
    await small.cleanup();
  });

  it('is told, and the same stream goes on', async () => {
    served = await Served.start(small);
    const { api } = await served.page();
    const { id } = await api.stack.begin({ kind: 'up' });
    await readUntil(
      (signal) => api.stack.operation(undefined, { signal }),
      (b) => b.operation?.id === id && b.operation.outcome === 'done',
    );
    const stop = new AbortController();
    const stream = (await api.stack.watch(undefined, { signal: stop.signal }))[Symbol.asyncIterator]();
    const next = async (wanted: (s: { engine: { reachable: boolean }; problem?: unknown }) => boolean) => {
      for (;;) {
        const { value, done } = await stream.next();
        if (done) throw new Error('the stream ended');
        if (wanted(value)) return value;
      }
    };
    await next((s) => s.engine.reachable);
    const stopping = labCommand(['stop-engine', '28small']);
    await next((s) => !s.engine.reachable);
    const away = await next((s) => !s.engine.reachable && s.problem !== undefined);
    expect(away.problem).toMatchObject({ code: expect.stringMatching(/^ENGINE_/) });
    await stopping;
    await expect(api.stack.plan()).rejects.toMatchObject({ data: { code: expect.stringMatching(/^ENGINE_/) } });
    const started = await labCommand(['start-engine', '28small']);
    expect(started.code, started.stderr).toBe(0);
    const back = await next((s) => s.engine.reachable);
    expect(back.problem).toBeUndefined();
    expect((await api.stack.plan()).services).toHaveLength(1);
    stop.abort();
  });
});

describe('sutazai serve', () => {
  const main = fileURLToPath(new URL('../../packages/cli/main.ts', import.meta.url));
  const run = (args: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const grown = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        text += String(data);
        for (const tell of grown) tell();
      });
    }
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    const said = (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        grown.add(look);
        look();
        void exit.then(() => reject(new Error(`it ended; it said: ${text}`)));
      });
    return { child, exit, said, text: () => text };
  };
  const base = (p: TestProject) => [
    '-f',
    join(p.dir, 'compose.yaml'),
    '-p',
    p.name,
    '--state-dir',
    p.stateDir,
    '--host',
    nowhere,
  ];

  it('prints a link that works, tells a second one, and ends with Ctrl-C', async () => {
    project = new TestProject(yaml);
    const first = run([...base(project), 'serve', '--port', '0']);
    const [, port = '', token = ''] = await first.said(/http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+)/);
    const page = await connect(Number(port), token);
    expect((await page.api.host.info()).project).toBe(project.name);

    const second = run([...base(project), 'serve', '--port', port]);
    expect(await second.exit).toBe(4);
    expect(second.text()).toContain(`SutazAI is already served at 127.0.0.1:${port}`);
    expect(second.text()).toContain(`http://127.0.0.1:${port}/#token=${token}`);
    expect(second.text()).not.toMatch(/\n\s+at /);

    first.child.kill('SIGINT');
    const [code] = (await once(page.socket, 'close')) as [number];
    expect(code).toBe(1001);
    expect(await first.exit).toBe(0);
    expect(first.text()).not.toMatch(/\n\s+at /);
  });

  it('says what else holds its port, and what to do', async () => {
    project = new TestProject(yaml);
    const thief = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const address = thief.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const refused = run([...base(project), 'serve', '--port', String(port)]);
    expect(await refused.exit).toBe(4);
    expect(refused.text()).toContain(`Port 127.0.0.1:${port} is already in use`);
    expect(refused.text()).toContain('sutazai serve --port 0');
    await new Promise((resolve) => thief.close(resolve));
  });
});
