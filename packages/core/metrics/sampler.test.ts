import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine, StatsSample } from '../engine/index.ts';
import type { ServiceStats } from '../stack/index.ts';
import type { Sample } from '../store/index.ts';
import { Sampler } from './index.ts';

// An engine is only asked for two things here, and how often is what is tested; real figures are in tests/api.
let asked: string[];
let rows: Sample[][];
let streams: number;
let sampler: Sampler;

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
  rows = [];
  streams = 0;
  sampler = new Sampler({
    engine: () =>
      ({
        statsOnce: async (id: string) => {
          asked.push(id);
          if (id === 'gone') throw new Error('no such container');
          return sample(Date.now());
        },
      }) as unknown as Engine,
    running: () => [
      { id: 'a1', name: 'p-a-1', service: 'a' },
      { id: 'a2', name: 'p-a-2', service: 'a' },
      { id: 'gone', name: 'p-b-1', service: 'b' },
    ],
    stream: async function* (signal): AsyncIterable<ServiceStats> {
      streams += 1;
      const figures = { at: 1, memoryBytes: 5, memoryLimitBytes: 6, rxBytesPerSecond: 1, txBytesPerSecond: 2 };
      yield { service: 'a', container: 'p-a-1', cpuPercent: 10, ...figures };
      yield { service: 'a', container: 'p-a-2', cpuPercent: 20, ...figures };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      streams -= 1;
    },
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
  expect(streams).toBe(0);
  expect(rows.at(-1)?.[1]).toEqual({ of: 'a', at: 1_020_000, cpu: 50, memory: 14_000, rx: 6_000, tx: 0 });
});

it('while somebody watches, reads one stream, whoever watches besides, and lets go of it', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const watch = async () => {
    for await (const s of sampler.live(stop.signal)) seen.push(s.services[0]?.cpuPercent ?? -1);
  };
  const both = Promise.all([watch(), watch()]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(streams).toBe(1);
  expect(seen.at(-1)).toBe(30);
  stop.abort();
  await both;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(streams).toBe(0);
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
