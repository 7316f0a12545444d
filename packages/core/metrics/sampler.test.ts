import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine, StatsSample } from '../engine/index.ts';
import type { Sample } from '../store/index.ts';
import { Sampler } from './index.ts';

// An engine is only asked for two things here, and how often is what is tested; real figures are in tests/api.
let asked: string[];
let rows: Sample[][];
let sampler: Sampler;
let answering: boolean;

const sample = (at: number): StatsSample => ({
  at,
  cpuTotalNs: at * 250_000,
  systemCpuNs: at * 4_000_000,
  onlineCpus: 4,
  memoryBytes: 7_000,
  memoryLimitBytes: 9_000,
  rxBytes: at * 3,
  txBytes: 0,
  readBytes: 0,
  writeBytes: 0,
  pids: 1,
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  asked = [];
  answering = true;
  rows = [];
  sampler = new Sampler({
    engine: () =>
      ({
        statsOnce: async (id: string) => {
          asked.push(id);
          if (!answering) await new Promise(() => undefined);
          if (id === 'gone') throw new Error('no such container');
          return sample(Date.now());
        },
      }) as unknown as Engine,
    running: () => [
      { id: 'a1', name: 'p-a-1', service: 'a' },
      { id: 'a2', name: 'p-a-2', service: 'a' },
      { id: 'gone', name: 'p-b-1', service: 'b' },
    ],
    record: (r) => rows.push(r),
  });
});
afterEach(() => {
  sampler.close();
  vi.useRealTimers();
});

it('while nobody watches, asks each container once in ten seconds, and averages over them', async () => {
  await vi.advanceTimersByTimeAsync(9_999);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual(['a1', 'a2', 'gone']);
  // Of one look alone no rate can be told.
  expect(rows.at(-1)?.map((r) => r.of)).toEqual(['host']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(6);
  expect(rows.at(-1)?.[1]).toEqual({ of: 'a', at: 1_020_000, cpu: 50, memory: 14_000, rx: 6_000, tx: 0 });
});

it('while somebody watches, asks every two seconds, once for all that watch and for the history, and then lets go', async () => {
  const stop = new AbortController();
  const seen: [number[], number[]] = [[], []];
  const watch = async (told: number[]) => {
    for await (const s of sampler.live(stop.signal)) told.push(s.services[0]?.cpuPercent ?? -1);
  };
  const both = Promise.all(seen.map(watch));
  await vi.advanceTimersByTimeAsync(9_999);
  expect(asked).toHaveLength(4 * 3);
  // At once, with nothing known; after the first look, of which no rate can be told; then the rates.
  expect(seen).toEqual([
    [-1, -1, 50, 50, 50],
    [-1, -1, 50, 50, 50],
  ]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(14 * 3);
  // The average of ten seconds, not of the last two.
  expect(rows).toHaveLength(2);
  expect(rows.at(-1)?.[1]).toMatchObject({ of: 'a', cpu: 50, memory: 14_000, rx: 6_000 });
  stop.abort();
  await both;
  asked = [];
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(2 * 3);
});

it('an engine that does not answer holds up no one: the machine is told, and what was known until it is too old', async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const watch = (async () => {
    for await (const s of sampler.live(stop.signal)) told.push(s.services.length);
  })();
  await vi.advanceTimersByTimeAsync(4_001);
  expect(told).toEqual([0, 0, 1]);
  answering = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told.slice(0, 8)).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
  expect(told.slice(9)).toEqual(told.slice(9).map(() => 0));
  expect(told.length).toBeGreaterThan(10);
  stop.abort();
  await watch;
});

it('a page that is opened has figures at once: those of the last look', async () => {
  await vi.advanceTimersByTimeAsync(25_000);
  const stop = new AbortController();
  for await (const s of sampler.live(stop.signal)) {
    expect(s.services).toMatchObject([{ service: 'a', cpuPercent: 50, memoryBytes: 14_000 }]);
    break;
  }
});

it('does nothing any more once it is closed', async () => {
  sampler.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([]);
});
