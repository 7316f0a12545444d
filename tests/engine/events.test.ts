import { get } from 'node:http';
import type { Engine, EngineEvent } from '@sutazai/core/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable, podman } from '../lab/lab.ts';
import { startCutProxy } from './cut-proxy.ts';
import { Bench, rejection, startPodman, until, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

interface Listening {
  heard: EngineEvent[];
  /** Settles with the stream: undefined for a clean end. */
  ended: Promise<unknown>;
  abort: AbortController;
}

async function listen(engine: Engine, label: string, actions?: string[]): Promise<Listening> {
  const abort = new AbortController();
  const heard: EngineEvent[] = [];
  let subscribed: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    subscribed = resolve;
  });
  const options = { filter: { label: [label] }, signal: abort.signal, onSubscribed: () => subscribed() };
  const ended = (async () => {
    for await (const event of engine.events({ ...options, ...(actions ? { actions } : {}) })) heard.push(event);
  })().catch((error: unknown) => error);
  bench.later(() => abort.abort());
  await within(10_000, Promise.race([ready, ended.then((error) => Promise.reject(error))]));
  return { heard, ended, abort };
}

const has = (l: Listening, id: string, action: string) =>
  until(() => l.heard.find((e) => e.id === id && e.action === action));

function libpod(socketPath: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ socketPath, path: `/v4.0.0/libpod/${path}` }, (answer) => answer.resume().on('end', resolve)).on(
      'error',
      reject,
    );
  });
}

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
  ['Podman', podman],
] as const)('events on %s', (name, lab) => {
  if (name === 'Podman') beforeAll(startPodman);

  it('tells the life of a container, in order, with its exit code', async () => {
    const engine = await bench.connect(lab());
    const listening = await listen(engine, bench.label);
    const id = await bench.shell(engine, 'exit 3');
    await has(listening, id, 'die');
    await engine.removeContainer(id, { force: true });
    await has(listening, id, 'destroy');
    const told = listening.heard.filter((e) => e.id === id && ['create', 'start', 'die', 'destroy'].includes(e.action));
    expect(told.map((e) => e.action)).toEqual(['create', 'start', 'die', 'destroy']);
    expect(told.map((e) => e.exitCode)).toEqual([undefined, undefined, 3, undefined]);
    expect(told.find((e) => e.action === 'die')).toMatchObject({ type: 'container', exitCode: 3 });
    const times = told.map((e) => BigInt(e.timeNano));
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
    expect(Number(times[0]) / 1e6).toBeGreaterThan(Date.now() - 60_000);
  });

  it('leaves out what was not asked for: other labels, other actions', async () => {
    const engine = await bench.connect(lab());
    const other = new Bench();
    const all = await listen(engine, bench.label);
    const deaths = await listen(engine, bench.label, ['die', 'destroy']);
    try {
      const foreign = await other.shell(await other.connect(lab()), 'true');
      const id = await bench.shell(engine, 'true');
      await has(all, id, 'die');
      await engine.removeContainer(id, { force: true });
      await has(deaths, id, 'destroy');
      expect(all.heard.filter((e) => e.id === foreign)).toEqual([]);
      expect(deaths.heard.map((e) => [e.id, e.action])).toEqual([
        [id, 'die'],
        [id, 'destroy'],
      ]);
    } finally {
      await other.cleanup();
    }
  });

  it('tells health as the engine finds it', async () => {
    const engine = await bench.connect(lab());
    const listening = await listen(engine, bench.label);
    const [key = '', value = ''] = bench.label.split('=');
    const id = await engine.createContainer(`${value}-health`, {
      Image: 'sutazai-lab/busybox:1',
      Cmd: ['sleep', '1000'],
      Labels: { [key]: value },
      Healthcheck: { Test: ['CMD', 'test', '-e', '/tmp/ok'], Interval: 1e9, Timeout: 5e9, Retries: 1 },
      HostConfig: { NetworkMode: 'none' },
    });
    bench.later(() => engine.removeContainer(id, { force: true }));
    await engine.startContainer(id);
    const of = (event: EngineEvent) => event.id === id && event.action === 'health_status';
    if (name === 'Podman') {
      // Its probes need systemd, which the lab has not: this one is asked for. Its event holds the health of before.
      await libpod(lab().socketPath, `containers/${id}/healthcheck`);
      expect((await until(() => listening.heard.find(of))).health).toBeUndefined();
      expect((await engine.inspectContainer(id)).state.health).toBe('unhealthy');
      return;
    }
    await until(() => listening.heard.find((e) => of(e) && e.health === 'unhealthy'));
    await engine.exec(id, { cmd: ['touch', '/tmp/ok'] });
    await until(() => listening.heard.find((e) => of(e) && e.health === 'healthy'));
  });

  it('ends at once and without an error when aborted', async () => {
    const engine = await bench.connect(lab());
    const listening = await listen(engine, bench.label);
    const asked = performance.now();
    listening.abort.abort();
    expect(await within(5000, listening.ended)).toBeUndefined();
    expect(performance.now() - asked).toBeLessThan(500);
  });

  it.each([false, true])(
    'a lost engine ends the stream with an error; back again, it goes on (crash: %s)',
    async (hard) => {
      const proxy = await startCutProxy(lab().socketPath);
      bench.later(() => proxy.close());
      const direct = await bench.connect(lab());
      const engine = await bench.connect(proxy.url);
      const before = await listen(engine, bench.label);
      await proxy.cut(hard);
      expect(await within(5000, before.ended)).toMatchObject({
        name: 'EngineError',
        detail: { operation: 'engine.events' },
      });
      // The same engine object, without a new connect: a caller needs only to ask again.
      expect(await rejection(engine.listContainers({}))).toMatchObject({
        name: 'EngineError',
        detail: { operation: 'container.list' },
      });
      await proxy.mend();
      const after = await listen(engine, bench.label);
      const id = await bench.shell(direct, 'true');
      await has(after, id, 'die');
    },
  );
});
