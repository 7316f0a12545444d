import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillMonth } from './history-example.ts';
import { seriesPoints } from './history-points.ts';
import { type History, openHistory, type Sample, setHistoryAside } from './index.ts';

let directory: string;
let history: History;
const begin = Date.UTC(2026, 0, 1);
let now = begin;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sutazai-history-'));
  now = begin;
  history = openHistory(directory, { clock: () => now });
});
afterEach(() => {
  history.close();
  rmSync(directory, { recursive: true, force: true });
});

const sample = (of: string, at: number, cpu: number): Sample => ({ of, at, cpu, memory: 1024 * cpu, rx: 1, tx: null });
const points = (from: number, to: number, count: number, of = 'web', metric: 'cpu' | 'tx' = 'cpu') =>
  history
    .points({ project: 'p', from, to, points: count, series: [{ of, metric }] }, 10)[0]
    ?.points.map(([, value]) => value);

describe('points', () => {
  it('are averages of what was measured; a silence is a gap', () => {
    for (let s = 0; s < 60; s += 10) history.write('p', [sample('web', begin + s * 1000, s)]);
    history.write('p', [sample('web', begin + 180_000, 7)]);
    now = begin + 240_000;
    expect(points(begin, begin + 240_000, 4)).toEqual([25, null, null, 7]);
    expect(points(begin, begin + 60_000, 2, 'web', 'tx')).toEqual([null, null]);
    expect(points(begin, begin + 60_000, 2, 'other')).toEqual([null, null]);
    expect(
      history.points({ project: 'q', from: 0, to: 10, points: 2, series: [{ of: 'web', metric: 'cpu' }] }, 10),
    ).toEqual([
      {
        of: 'web',
        metric: 'cpu',
        points: [
          [0, null],
          [5, null],
        ],
      },
    ]);
  });

  it('finer than the samples hold the last value, but not for ever', () => {
    const values = [
      [0, 1],
      [10_000, 2],
    ] as const;
    expect(seriesPoints(values, { from: 0, to: 60_000, points: 12 }, 25_000).map(([, v]) => v)).toEqual([
      1,
      1,
      2,
      2,
      2,
      2,
      2,
      2,
      null,
      null,
      null,
      null,
    ]);
  });

  it('of days ago come from five-minute averages, and reading them does not depend on when', () => {
    for (let s = 0; s < 600; s += 10) history.write('p', [sample('web', begin + s * 1000, s < 300 ? 10 : 20)]);
    now = begin + 3 * 86_400_000;
    history.prune();
    expect(points(begin, begin + 600_000, 2)).toEqual([10, 20]);
    expect(points(begin, begin + 600_000, 10)).toEqual([10, 10, 10, 10, 10, 20, 20, 20, 20, 20]);
  });
});

describe('a clock that jumps', () => {
  it('ahead: what it left in the future goes, the rest stays', () => {
    history.write('p', [sample('web', begin, 1)]);
    history.write('p', [sample('web', begin + 10 * 365 * 86_400_000, 2)]);
    now = begin + 60_000;
    history.prune();
    expect(points(begin, begin + 60_000, 1)).toEqual([1]);
    now = begin + 10 * 365 * 86_400_000;
    expect(points(now - 1000, now + 60_000, 1)).toEqual([null]);
  });
  it('back: a second that was measured twice counts once', () => {
    history.write('p', [sample('web', begin, 1), sample('web', begin, 3)]);
    expect(points(begin, begin + 10_000, 1)).toEqual([3]);
  });
});

it('marks come back in order, of their project and time only, and go after 30 days', () => {
  history.mark('p', { at: begin + 2, service: 'b', what: 'failed' });
  history.mark('p', { at: begin + 1, service: 'a', what: 'started' });
  history.mark('q', { at: begin + 1, service: 'a', what: 'started' });
  expect(history.marks('p', begin, begin + 2).map((m) => m.service)).toEqual(['a', 'b']);
  now = begin + 31 * 86_400_000;
  history.prune();
  expect(history.marks('p', 0, now)).toEqual([]);
});

it('a damaged file is refused, put aside and begun anew', () => {
  history.close();
  writeFileSync(join(directory, 'history.db'), 'this is no database, whatever its name says'.repeat(10));
  expect(() => openHistory(directory)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
  const kept = setHistoryAside(directory, () => now);
  expect(kept).toContain('history.db.corrupt-');
  history = openHistory(directory, { clock: () => now });
  expect(points(begin, begin + 1000, 1)).toEqual([null]);
});

it('30 services over 30 days stay far under 200 MB', { timeout: 120_000 }, () => {
  const { end } = fillMonth(history, begin, (time) => {
    now = time;
  });
  history.close();
  const megabytes = statSync(join(directory, 'history.db')).size / 1e6;
  history = openHistory(directory, { clock: () => now });
  expect((points(begin, end, 100, 'service-7') ?? []).filter((v) => v === null)).toEqual([]);
  expect(megabytes).toBeGreaterThan(5);
  expect(megabytes).toBeLessThan(60);
});
