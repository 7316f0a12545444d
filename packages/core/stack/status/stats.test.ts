import { expect, it } from 'vitest';
import type { ContainerDetail, Engine, EngineEvent, StatsSample } from '../../engine/index.ts';
import { label } from '../labels.ts';
import { exampleModel } from '../preflight/preflight-example.ts';
import { rates, stats } from './stats.ts';

const sample = (at: number): StatsSample => ({
  at,
  cpuTotalNs: at * 500_000,
  systemCpuNs: at * 4_000_000,
  onlineCpus: 4,
  memoryBytes: 7,
  memoryLimitBytes: 9,
  rxBytes: at,
  txBytes: 2 * at,
  readBytes: 0,
  writeBytes: 0,
  pids: 1,
});

it('rates are those between two samples, never below zero', () => {
  expect(rates(sample(1000), sample(3000))).toMatchObject({
    cpuPercent: 50,
    rxBytesPerSecond: 1000,
    txBytesPerSecond: 2000,
  });
  expect(rates(sample(3000), sample(1000))).toMatchObject({ cpuPercent: 0, rxBytesPerSecond: 0 });
});

// The engines of the lab all name the labels in their events (tests/stack/stats.test.ts): this one does not.
it('asks the container whose it is where the event does not tell', async () => {
  const start = (id: string, attributes: Record<string, string>): EngineEvent => ({
    type: 'container',
    action: 'start',
    id,
    attributes,
    timeNano: '0',
  });
  const inspected: string[] = [];
  const stop = new AbortController();
  const engine = {
    listContainers: async () => [],
    inspectContainer: async (id: string) => {
      inspected.push(id);
      if (id === 'gone') throw new Error('no such container');
      return { name: `p-${id}-1`, raw: { Config: { Labels: { [label.service]: id } } } } as unknown as ContainerDetail;
    },
    async *events({ signal }: { signal: AbortSignal }) {
      yield start('gone', {});
      yield start('other', {});
      yield start('web', {});
      yield start('told', { [label.service]: 'told', name: 'p-told-1' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    async *stats() {
      yield sample(1000);
      yield sample(2000);
    },
  } as unknown as Engine;
  const seen: string[] = [];
  for await (const s of stats(engine, exampleModel({ web: {}, told: {} }), {}, stop.signal)) {
    seen.push(`${s.service} ${s.container}`);
    if (seen.length === 2) stop.abort();
  }
  expect(seen.sort()).toEqual(['told p-told-1', 'web p-web-1']);
  expect(inspected).toEqual(['gone', 'other', 'web']);
});
