import { AlertFeed, type AlertsNow } from '@sutazai/core/alerts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Page, readUntil, run, Served, stateOf } from '../api/served.ts';
import { labAvailable } from '../lab/lab.ts';
import { TestProject } from '../stack/project.ts';
import { buildServers, sickService } from './sick-service.ts';

// What fires, as real Prometheus and Alertmanager tell it, over the API as pages read it and by a feed that looks more often.

const settle = 15_000;

/** Reads a feed in the background, as the shell does. */
class Reader {
  readonly values: AlertsNow[] = [];
  private readonly life = new AbortController();
  private readonly ended: Promise<void>;
  constructor(open: (signal: AbortSignal) => AsyncIterable<AlertsNow> | Promise<AsyncIterable<AlertsNow>>) {
    this.ended = (async () => {
      try {
        for await (const value of await open(this.life.signal)) this.values.push(value);
      } catch (error) {
        if (!this.life.signal.aborted) throw error;
      }
    })();
  }
  get last(): AlertsNow | undefined {
    return this.values.at(-1);
  }
  told = () => this.values.flatMap((v) => v.changes.map((c) => `${c.what} ${c.alert.name}`));
  end(): Promise<void> {
    this.life.abort();
    return this.ended;
  }
}

describe.skipIf(!labAvailable().ok)('alerts', () => {
  let project: TestProject;
  let served: Served;
  let page: Page;
  let feed: AlertFeed;
  let quick: Reader;
  let calm: Reader;
  const stop = new AbortController();

  beforeAll(async () => {
    buildServers();
    project = new TestProject(await sickService());
    served = await Served.start(project);
    page = await served.page();
    const model = await served.host.model();
    feed = new AlertFeed({ model: () => model, every: 250, settle });
    void (async () => {
      for await (const status of served.host.status.watch(stop.signal)) feed.changed(status);
    })();
    quick = new Reader((signal) => feed.watch(signal));
    calm = new Reader((signal) => page.api.alerts.watch(undefined, { signal }));
  });
  afterAll(async () => {
    stop.abort();
    await Promise.all([quick?.end(), calm?.end()]);
    await feed?.close();
    await served?.close();
    await project?.cleanup();
  });

  const sick = (yes: boolean) =>
    project.compose('exec', '-T', 'queue', 'sh', '-c', `echo sick ${yes ? 1 : 0} > /www/metrics`);
  const names = (now: AlertsNow | undefined) => now?.firing.map((a) => a.name);
  const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000, interval: 100 });
  const begin = (kind: 'stop' | 'up' | 'restart', services?: string[]) =>
    run(page.api, { kind, ...(services ? { selection: { services } } : {}) });
  const alertmanager = async (path: string, init?: RequestInit) => {
    const ports = served.host.status.current?.services.find((s) => s.service === 'alertmanager')?.ports;
    return fetch(`http://127.0.0.1:${ports?.[0]?.published}/api/v2${path}`, init);
  };

  it('nobody is asked before there is somebody to ask', async () => {
    await soon(() => calm.last).toEqual({ source: null, firing: [], changes: [] });
    expect(quick.last?.source).toBe(null);
  });
  it('Alertmanager is asked from when it runs; the alert that is always on is none', async () => {
    expect((await begin('up')).outcome).toBe('done');
    await soon(() => calm.last?.source).toBe('alertmanager');
    await soon(() => alertmanager('/alerts').then((r) => r.text())).toContain('Watchdog');
    await soon(() => quick.last).toMatchObject({ source: 'alertmanager', firing: [] });
    expect([quick.told(), calm.told()]).toEqual([[], []]);
  });
  it('one that fires is told with its words and its service, to every listener once', async () => {
    const before = Date.now();
    await sick(true);
    await soon(() => quick.told()).toEqual(['fired QueueFull']);
    await soon(() => calm.told()).toEqual(['fired QueueFull']);
    expect(calm.last?.firing).toEqual([
      {
        id: expect.any(String),
        name: 'QueueFull',
        severity: 'critical',
        service: 'queue',
        summary: 'queue takes no more tasks',
        description: 'Its memory is full.',
        action: 'sutazai logs queue',
        since: expect.any(Number),
      },
    ]);
    const since = calm.last?.firing[0]?.since ?? 0;
    expect(since).toBeGreaterThan(before - 2000);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(quick.last?.firing).toEqual(calm.last?.firing);
  });
  it('a page that comes later sees it, and is told nothing', async () => {
    const late = await served.page();
    const [first] = await readUntil(
      (signal) => late.api.alerts.watch(undefined, { signal }),
      () => true,
    );
    expect(names(first)).toEqual(['QueueFull']);
    expect(first?.changes).toEqual([]);
    await late.close();
  });
  it('without Alertmanager Prometheus is asked, which says the same of the same', async () => {
    const id = quick.last?.firing[0]?.id;
    await begin('stop', ['alertmanager']);
    await soon(() => quick.last?.source).toBe('prometheus');
    expect(quick.last?.firing.map((a) => a.id)).toEqual([id]);
    expect(quick.told()).toEqual(['fired QueueFull']);
  });
  it('a new Alertmanager, which knows of nothing at first, is neither an end nor a beginning', async () => {
    await begin('up', ['alertmanager']);
    await soon(() => quick.last?.source).toBe('alertmanager');
    await soon(() => names(quick.last)).toEqual(['QueueFull']);
    expect(quick.told()).toEqual(['fired QueueFull']);
  });
  it('what is silenced in Alertmanager does not fire here', async () => {
    const matchers = [{ name: 'alertname', value: 'QueueFull', isRegex: false, isEqual: true }];
    const [startsAt, endsAt] = [new Date(), new Date(Date.now() + 3_600_000)];
    const body = JSON.stringify({ matchers, startsAt, endsAt, createdBy: 'test', comment: 'known' });
    const made = await alertmanager('/silences', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { silenceID } = (await made.json()) as { silenceID: string };
    await soon(() => names(quick.last)).toEqual([]);
    await alertmanager(`/silence/${silenceID}`, { method: 'DELETE' });
    await soon(() => names(quick.last)).toEqual(['QueueFull']);
    expect(quick.told()).toEqual(['fired QueueFull']);
  });
  it('its end is told once, when it has held', async () => {
    await sick(false);
    await soon(() => names(quick.last)).toEqual([]);
    const gone = Date.now();
    expect(quick.told()).toEqual(['fired QueueFull']);
    await soon(() => quick.told()).toEqual(['fired QueueFull', 'resolved QueueFull']);
    expect(Date.now() - gone).toBeGreaterThan(settle - 1000);
  });
  it('when it comes back at once it is shown, and not told again', async () => {
    await sick(true);
    await soon(() => names(quick.last)).toEqual(['QueueFull']);
    expect(quick.told()).toEqual(['fired QueueFull', 'resolved QueueFull']);
  });
  it('with the stack stopped nothing is claimed to fire', async () => {
    await begin('stop');
    await soon(() => stateOf(served.host.status.current ?? { services: [] }, 'prometheus')).toBe('stopped');
    await soon(() => quick.last).toMatchObject({ source: null, firing: [] });
    await soon(() => calm.last).toMatchObject({ source: null, firing: [] });
  });
});
