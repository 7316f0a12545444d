import type { LogLine } from '@sutazai/core/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable, podman } from '../lab/lab.ts';
import { Bench, collect, engineErrorOf, exited, never, startPodman, until, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

const MB = 1024 * 1024;

/** Odd lines to one stream, even ones to the other, by two programs at once: the order between the two is nobody's. */
const flood = (lines: number) =>
  `awk 'BEGIN{for(i=1;i<=${lines};i+=2)print "out " i}' & awk 'BEGIN{for(i=2;i<=${lines};i+=2)print "err " i}' >&2; wait`;

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
  ['Podman', podman],
] as const)('logs on %s', (name, lab) => {
  it('200 000 lines: all of them, in order, the streams apart, in little memory', async () => {
    const engine = await bench.connect(lab());
    const id = await bench.shell(engine, flood(200_000));
    await exited(engine, id);
    const next = { stdout: 1, stderr: 2 };
    const base = process.memoryUsage().rss;
    let lines = 0;
    let peak = 0;
    for await (const line of engine.logs(id, { signal: never() })) {
      const expected = `${line.stream === 'stdout' ? 'out' : 'err'} ${next[line.stream]}`;
      // Not expect(): two hundred thousand assertions would be most of this test's time.
      if (line.text !== expected) throw new Error(`line ${lines}: "${line.text}" where "${expected}" should be`);
      next[line.stream] += 2;
      lines += 1;
      if (lines % 5000 === 0) {
        // A slow reader: what it has not asked for must wait in the engine, not here.
        await new Promise((r) => setTimeout(r, 1));
        peak = Math.max(peak, process.memoryUsage().rss - base);
      }
    }
    expect(lines).toBe(200_000);
    expect(next).toEqual({ stdout: 200_001, stderr: 200_002 });
    expect(peak, 'bytes of memory more than before').toBeLessThan(150 * MB);
  });

  // Podman tells the time of a line in whole seconds only.
  if (name === 'Podman') beforeAll(startPodman);
  const pause = name === 'Podman' ? 1.1 : 0.05;

  it('tail and since give the lines asked for, and no others', async () => {
    const engine = await bench.connect(lab());
    const id = await bench.shell(engine, `for i in 1 2 3 4 5 6; do echo line $i; sleep ${pause}; done`);
    await exited(engine, id);
    const texts = async (o: { tail?: number; since?: string; until?: string }) =>
      (await collect(engine.logs(id, { ...o, signal: never() }))).map((l) => l.text);
    const all = await collect(engine.logs(id, { signal: never() }));
    expect(all.map((l) => l.text)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
    expect(all.map((l) => l.timestamp)).toEqual(all.map((l) => l.timestamp).sort());
    expect(await texts({ tail: 2 })).toEqual(['line 5', 'line 6']);
    expect(await texts({ tail: 0 })).toEqual([]);
    // The stamp of a line is the way to go on after it: that line comes again, none is lost.
    expect(await texts({ since: all[3]?.timestamp ?? '' })).toEqual(['line 4', 'line 5', 'line 6']);
    expect(await texts({ since: all[1]?.timestamp ?? '', tail: 1 })).toEqual(['line 6']);
  });

  it('follows a running container, and ends with it', async () => {
    const engine = await bench.connect(lab());
    const id = await bench.shell(engine, 'echo one; echo two >&2; sleep 1; echo three; exit 3');
    const got = await within(30_000, collect(engine.logs(id, { follow: true, signal: never() })));
    // Two pipes: which of the first two the engine reads first is chance.
    expect(got.map((l) => `${l.stream} ${l.text}`).sort()).toEqual(['stderr two', 'stdout one', 'stdout three']);
    expect(got.at(-1)?.text).toBe('three');
  });

  it('stops following at once when aborted, without an error', async () => {
    const engine = await bench.connect(lab());
    const id = await bench.shell(engine, 'echo ready; sleep 1000');
    const abort = new AbortController();
    const got: LogLine[] = [];
    let asked = 0;
    const reading = (async () => {
      for await (const line of engine.logs(id, { follow: true, signal: abort.signal })) got.push(line);
      return performance.now() - asked;
    })();
    await until(() => (got.length > 0 ? true : undefined));
    asked = performance.now();
    abort.abort();
    expect(await within(5000, reading)).toBeLessThan(500);
    expect(got.map((l) => l.text)).toEqual(['ready']);
  });

  it('a container with a terminal: one stream, clean lines', async () => {
    const engine = await bench.connect(lab());
    const id = await bench.shell(engine, 'echo to stdout; echo to stderr >&2; printf unfinished', { tty: true });
    await exited(engine, id);
    const got = await collect(engine.logs(id, { signal: never() }));
    expect(got.map((l) => [l.stream, l.text])).toEqual([
      ['stdout', 'to stdout'],
      ['stdout', 'to stderr'],
      ['stdout', 'unfinished'],
    ]);
    expect(got[0]?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it.each([false, true])(
    'one line of 100 000 characters, which engines keep in parts, is one line (terminal: %s)',
    async (tty) => {
      const engine = await bench.connect(lab());
      // The program's own time in front must stay: only the engine's is taken off.
      const script = `awk 'BEGIN{for(i=0;i<10000;i++)printf "%010d",i; print ""}'; echo 2026-11-24T05:00:00.5Z own time; echo ä`;
      const id = await bench.shell(engine, script, { tty });
      await exited(engine, id);
      const got = await collect(engine.logs(id, { signal: never() }));
      const expected = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(10, '0')).join('');
      let long = got[0]?.text ?? '';
      if (tty && name === 'Podman') {
        // It breaks a terminal's line anywhere and puts a whole second before each part, as a program might: these stay.
        expect(long).toMatch(/\d{10}2026-\S+Z \d/);
        long = long.replace(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ /g, '');
      }
      expect(long.length).toBe(expected.length);
      expect(long === expected, 'the long line is as it was written').toBe(true);
      expect(got.slice(1).map((l) => l.text)).toEqual(['2026-11-24T05:00:00.5Z own time', 'ä']);
    },
  );

  it('says which container is not there', async () => {
    const engine = await bench.connect(lab());
    const error = await engineErrorOf(collect(engine.logs('sutazai-no-such', { signal: never() })));
    expect(error.detail).toMatchObject({ operation: 'container.logs', status: 404, subject: 'sutazai-no-such' });
    expect(error.message.toLowerCase()).toContain('no such container');
  });
});
