// What a page does from a clean start on, over a real WebSocket, on a real engine.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { busybox, TestProject } from '../stack/project.ts';
import { type Page, readUntil, run, Served, stateOf } from './served.ts';

const available = labAvailable();

describe.skipIf(!available.ok)('one project, page by page', () => {
  let project: TestProject;
  let served: Served;
  let page: Page;

  beforeAll(async () => {
    project = new TestProject(`
x-sutazai:
  one_of_profiles: [[small, large]]
  profiles: {extra: {title: Extra things, about: Not needed}}
services:
  web:
    image: ${busybox}
    command: [sh, -c, "echo one; trap 'exit 0' TERM; while true; do sleep 0.1; done"]
    stop_grace_period: 2s
    mem_limit: 32m
    healthcheck: {test: "exit 0", interval: 1s}
    ports: ["127.0.0.1:25811:80"]
    x-sutazai: {tier: core, title: The web}
  quiet: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, profiles: [small]}
  loud: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, profiles: [large]}
  more: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, profiles: [extra], mem_limit: 64m}
`);
    served = await Served.start(project);
    page = await served.page();
  });
  afterAll(async () => {
    await served?.close();
    await project?.cleanup();
  });

  it('tells what it is', async () => {
    const info = await page.api.host.info();
    expect(info).toMatchObject({ mode: 'browser', project: project.name, stateDir: project.stateDir });
    const overview = await page.api.stack.overview();
    expect(overview.tiers).toEqual(['core', 'other']);
    expect(overview.services.find((s) => s.service === 'web')).toMatchObject({
      title: 'The web',
      enabled: true,
      memoryBytes: 32 * 1024 * 1024,
      ports: [{ host: 25811, container: 80 }],
    });
    expect(overview.profiles).toEqual([
      {
        name: 'extra',
        title: 'Extra things',
        about: 'Not needed',
        on: false,
        services: ['more'],
        memoryBytes: 67108864,
      },
      { name: 'large', title: 'large', on: false, group: ['small', 'large'], services: ['loud'], memoryBytes: 0 },
      { name: 'small', title: 'small', on: true, group: ['small', 'large'], services: ['quiet'], memoryBytes: 0 },
    ]);
    const engines = await page.api.engine.list();
    expect(engines.filter((e) => e.current)).toMatchObject([{ url: project.engine.dockerHost, verdict: 'ok' }]);
  });

  it('shows the plan, starts, and everything is healthy', async () => {
    const report = await page.api.stack.preflight({});
    expect(report.ok, JSON.stringify(report.findings)).toBe(true);
    const plan = await page.api.stack.plan();
    expect(plan.services.map((s) => s.service).sort()).toEqual(['quiet', 'web']);
    const { outcome, events } = await run(page.api, { kind: 'up' });
    expect(outcome, JSON.stringify(events.filter((e) => e.type === 'failure'))).toBe('done');
    expect(events.some((e) => e.type === 'plan')).toBe(true);
    const last = await readUntil(
      (signal) => page.api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'web') === 'healthy' && stateOf(s, 'quiet') === 'running',
    );
    expect(last.at(-1)?.engine).toMatchObject({ reachable: true, url: project.engine.dockerHost });
  });

  it('a container killed from outside is seen within a second, with the reason', async () => {
    await readUntil(
      (signal) => page.api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'quiet') === 'running',
    );
    const begun = performance.now();
    const seen = readUntil(
      (signal) => page.api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'quiet') !== 'running',
      10_000,
    ).then(() => performance.now() - begun);
    const kill = dockerCli(project.engine, ['kill', `${project.name}-quiet-1`]).then(() => performance.now() - begun);
    const [sawAfter, killedAfter] = await Promise.all([seen, kill]);
    expect(sawAfter).toBeLessThan(killedAfter + 1000);
    const [why] = await page.api.stack.diagnose({ service: 'quiet' });
    expect(why).toMatchObject({ code: 'CONTAINER_KILLED', service: 'quiet' });
    expect(await page.api.stack.diagnose({ service: 'web' })).toEqual([]);
    const marks = await page.api.monitor.events({ from: Date.now() - 60_000, to: Date.now() + 1000 });
    expect(marks.filter((m) => m.service === 'quiet').map((m) => m.what)).toContain('stopped');
  });

  it('logs go on across a restart, with the seam told', async () => {
    const reading = readUntil(
      (signal) => page.api.stack.logs({ services: ['web'], follow: true }, { signal }),
      (_, all) => all.flat().filter((l) => l.kind === 'line' && l.text === 'one').length >= 2,
    );
    const { outcome } = await run(page.api, { kind: 'restart', selection: { services: ['web'] } });
    expect(outcome).toBe('done');
    const kinds = (await reading).flat().map((l) => (l.kind === 'seam' ? l.reason : l.text));
    expect(kinds.indexOf('restarted')).toBeGreaterThan(kinds.indexOf('one'));
    expect(kinds.lastIndexOf('one')).toBeGreaterThan(kinds.indexOf('restarted'));
    const past = await readUntil(
      (signal) => page.api.stack.logs({ services: ['web'], since: '10m', tail: 1 }, { signal }),
      () => true,
    );
    expect(past.flat()).toHaveLength(1);
  });

  it('live figures come at once and go on; a closed page leaves nothing running', async () => {
    const other = await served.page();
    const [first, , third] = await readUntil(
      (signal) => other.api.monitor.live(undefined, { signal }),
      (s, all) => all.length >= 3 && s.services.some((x) => x.service === 'web'),
    );
    expect(first?.host.memoryTotalBytes).toBeGreaterThan(0);
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(3500);
    await other.close();
  });

  it('the history has what was measured while nobody watched', async () => {
    const ask = () =>
      page.api.monitor.history({
        from: Date.now() - 60_000,
        to: Date.now(),
        points: 6,
        series: [
          { of: 'host', metric: 'cpu' },
          { of: 'web', metric: 'memory' },
          { of: 'nobody', metric: 'rx' },
        ],
      });
    const known = (points: [number, number | null][] = []) => points.some(([, value]) => (value ?? 0) > 0);
    const end = Date.now() + 45_000;
    let { series } = await ask();
    while (!series.slice(0, 2).every((s) => known(s.points)) && Date.now() < end) {
      await new Promise((r) => setTimeout(r, 500));
      ({ series } = await ask());
    }
    expect(series.map((s) => known(s.points))).toEqual([true, true, false]);
    expect(series[0]?.points).toHaveLength(6);
  });

  it('files that were edited count for the next plan', async () => {
    const file = `${project.dir}/compose.yaml`;
    const { readFileSync } = await import('node:fs');
    const before = readFileSync(file, 'utf8');
    project.write({ 'compose.yaml': before.replace('mem_limit: 32m', 'mem_limit: 48m') });
    const plan = await page.api.stack.plan();
    const reasons = plan.services.find((s) => s.service === 'web')?.containers.flatMap((c) => c.reasons) ?? [];
    expect(reasons).toMatchObject([{ code: 'drift', field: expect.stringMatching(/mem/i) }]);
    project.write({ 'compose.yaml': before });
    expect((await page.api.stack.plan()).services.find((s) => s.service === 'web')?.containers).toMatchObject([
      { action: 'keep' },
    ]);
  });

  it('a terminal runs commands, follows a resize, and its processes end with the page', async () => {
    const other = await served.page();
    const stream = await other.api.terminal.open({ service: 'web', columns: 71, rows: 33 });
    let text = '';
    let session = '';
    const until = async (wanted: RegExp) => {
      while (!wanted.test(text)) {
        const { value, done } = await stream.next();
        if (done) throw new Error(`the terminal ended; so far: ${text}`);
        if (value.type === 'opened') session = value.session;
        if (value.type === 'output') text += Buffer.from(value.data, 'base64').toString();
      }
    };
    await until(/[#$] /);
    await other.api.terminal.input({ session, data: 'stty size; sleep 4242 & echo "up$((40+2))"\n' });
    await until(/up42[\s\S]*[#$] /);
    expect(text).toContain('33 71');
    // As a quick hand types it: nobody waits for the answer to each key.
    const phrase = 'the quick brown fox jumps over the lazy dog '.repeat(5);
    const typed = `printf %s "${phrase}" | md5sum\n`;
    await Promise.all([...typed].map((data) => other.api.terminal.input({ session, data })));
    await until(new RegExp(createHash('md5').update(phrase).digest('hex')));
    await other.api.terminal.resize({ session, columns: 90, rows: 20 });
    // The engine hands a new size on without waiting for it to arrive.
    for (let n = 0; n < 20 && !text.includes('20 90'); n++) {
      await other.api.terminal.input({ session, data: `stty size; echo "done$((${n}+1))"\n` });
      await until(new RegExp(`done${n + 1}\\b`));
    }
    expect(text).toContain('20 90');
    const sleeping = () =>
      dockerCli(project.engine, ['top', `${project.name}-web-1`]).then((r) => /sleep 4242/.test(r.stdout));
    expect(await sleeping()).toBe(true);
    other.socket.terminate();
    const end = Date.now() + 5000;
    while ((await sleeping()) && Date.now() < end) await new Promise((r) => setTimeout(r, 50));
    expect(await sleeping()).toBe(false);
    await expect(page.api.terminal.input({ session, data: 'x' })).rejects.toMatchObject({
      code: 'SUTAZAI',
      defined: true,
      data: { code: 'TERMINAL_GONE' },
    });
  });

  it('profiles chosen here count for the terminal too; a group has exactly one', async () => {
    await expect(page.api.settings.set({ profiles: ['small', 'large'] })).rejects.toMatchObject({
      data: { code: 'COMPOSE_PROFILES_EXCLUSIVE' },
    });
    await expect(page.api.settings.set({ profiles: ['nope'] })).rejects.toMatchObject({
      data: { code: 'COMPOSE_UNKNOWN_PROFILE' },
    });
    const watching = readUntil(
      (signal) => page.api.settings.watch(undefined, { signal }),
      (s) => s.theme === 'dark',
    );
    const set = await page.api.settings.set({ profiles: ['large', 'extra'], theme: 'dark' });
    expect(set).toMatchObject({ profiles: ['large', 'extra'], theme: 'dark', locale: null });
    await watching;
    // As `sutazai plan` would see it: a stack opened from the same state folder.
    const plan = await (await project.stack()).plan();
    expect(plan.services.map((s) => s.service).sort()).toEqual(['loud', 'more', 'web']);
    expect((await page.api.stack.plan()).services.map((s) => s.service).sort()).toEqual(['loud', 'more', 'web']);
    await page.api.settings.set({ profiles: null });
    expect((await page.api.stack.plan()).services.map((s) => s.service).sort()).toEqual(['quiet', 'web']);
  });

  it('an external service leaves the plan, and comes back', async () => {
    await expect(page.api.settings.setExternal({ service: 'quiet', url: 'nonsense' })).rejects.toMatchObject({
      data: { code: 'EXTERNAL_ADDRESS' },
    });
    expect(await page.api.settings.setExternal({ service: 'quiet', url: 'http://127.0.0.1:9' })).toEqual([
      { service: 'quiet', url: 'http://127.0.0.1:9' },
    ]);
    expect((await page.api.stack.plan()).services.map((s) => s.service)).toEqual(['web']);
    expect(await page.api.settings.removeExternal({ service: 'quiet' })).toEqual([]);
  });

  it('the bundle of diagnostics holds no secret, and is what is saved', async () => {
    const { files } = await page.api.diagnostics.preview();
    expect(files.map((f) => f.name)).toContain('status.json');
    expect(files.find((f) => f.name === 'engines.json')?.text).toContain(project.engine.dockerHost);
    expect(JSON.stringify(files)).not.toContain(served.web.token);
    const { path } = await page.api.diagnostics.save();
    const { readFileSync, statSync } = await import('node:fs');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toContain('===== compose.yaml =====');
  });

  it('what fails in the middle of a stream is told as everywhere', async () => {
    const first = async (stream: Promise<AsyncIterable<unknown>>) => {
      for await (const value of await stream) return value;
      return undefined;
    };
    await expect(first(page.api.stack.logs({ services: ['nobody'], follow: true }))).rejects.toMatchObject({
      code: 'SUTAZAI',
      defined: true,
      data: { code: 'COMPOSE_UNKNOWN_SERVICE', nextSteps: expect.any(Array) },
    });
    await expect(first(page.api.stack.logs({ since: 'soon' }))).rejects.toMatchObject({ data: { code: 'USAGE' } });
    await dockerCli(project.engine, ['stop', `${project.name}-quiet-1`]);
    await expect(first(page.api.terminal.open({ service: 'quiet', columns: 80, rows: 24 }))).rejects.toMatchObject({
      data: { code: 'NOT_RUNNING', service: 'quiet' },
    });
  });

  it('stops everything at the end', async () => {
    const { outcome } = await run(page.api, { kind: 'down', options: { volumes: true, timeout: 1 } });
    expect(outcome).toBe('done');
    await readUntil(
      (signal) => page.api.stack.watch(undefined, { signal }),
      (s) => s.services.every((x) => x.state === 'absent'),
    );
  });
});
