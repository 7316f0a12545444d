import type { OperationBatch, Plan, StackEvent } from '@sutazai/core/contract';
import { services } from './services.ts';
import { sleep } from './stream.ts';

const mb = 1024 ** 2;
const running = services.filter((s) => !s.off);

export const plan: Plan = {
  project: 'sutazai',
  networks: [{ key: 'default', name: 'sutazai_default', action: 'create', reasons: [] }],
  volumes: ['postgres-data', 'redis-data', 'neo4j-data'].map((key) => ({
    key,
    name: `sutazai_${key}`,
    action: 'create',
  })),
  images: running.map((s) => ({
    image: s.entry.image,
    services: [s.entry.service],
    action: s.entry.tier === 'agents' ? 'build' : 'pull',
    reasons: [],
  })),
  services: running.map((s) => ({
    service: s.entry.service,
    job: false,
    image: s.entry.image,
    waitsFor: s.entry.dependsOn.map((service) => ({ service, condition: 'service_healthy' as const, required: true })),
    containers: [{ name: `sutazai-${s.entry.service}-1`, number: 1, action: 'create', reasons: [{ code: 'absent' }] }],
  })),
  orphans: [],
  external: [],
  warnings: [],
  upToDate: false,
};

/** A start in its middle: some pulled, some building, some healthy, one download that stands still. */
function history(): StackEvent[] {
  const events: StackEvent[] = [{ at: 0, type: 'plan', plan }];
  const pulls = running.filter((s) => s.entry.tier !== 'agents');
  pulls.forEach((s, at) => {
    const done = at < 11;
    const total = Math.round(s.memory * 0.7);
    const stalled = s.entry.service === 'alloy';
    events.push(
      {
        at: 500 + at * 200,
        type: 'pull',
        image: s.entry.image,
        state: 'downloading',
        downloadedBytes: 0,
        totalBytes: total,
        layersDone: 0,
        layersTotal: 5,
      },
      {
        at: stalled ? 150_000 : done ? 9000 + at * 900 : 166_000,
        type: 'pull',
        image: s.entry.image,
        state: done ? 'done' : at > 15 ? 'queued' : 'downloading',
        downloadedBytes: done ? total : at > 15 ? 0 : Math.round(total * 0.6),
        totalBytes: total,
        layersDone: done ? 5 : at > 15 ? 0 : 3,
        layersTotal: 5,
      },
    );
  });
  for (const s of running.filter((r) => r.entry.tier === 'agents').slice(0, 3)) {
    const { service, image } = s.entry;
    events.push({ at: 3000, type: 'step', step: 'image.build', subject: image, service, state: 'started' });
    events.push({
      at: 160_000,
      type: 'build',
      service,
      image,
      line: service === 'crewai' ? '#12 [9/9] copying sources' : '#9 [6/9] installing 41 packages',
    });
    if (service === 'crewai')
      events.push({
        at: 51_000,
        type: 'step',
        step: 'image.build',
        subject: image,
        service,
        state: 'done',
        took: 48_000,
      });
  }
  running.forEach((s, at) => {
    const { service } = s.entry;
    if (at < 9)
      events.push({
        at: 20_000 + at * 3000,
        type: 'service',
        service,
        state: 'ready',
        took: 900 + at * 700,
        by: 'engine',
      });
    else if (at < 11) events.push({ at: 160_000, type: 'service', service, state: 'started' });
    else
      events.push({
        at: 100,
        type: 'service',
        service,
        state: 'waiting',
        waitingFor: s.entry.dependsOn.map((d) => ({ service: d, condition: 'service_healthy' })),
      });
  });
  events.push({
    at: 166_000,
    type: 'progress',
    fraction: 0.6,
    phase: 'pull',
    downloadedBytes: 4900 * mb,
    totalBytes: 8200 * mb,
  });
  events.push({
    at: 168_000,
    type: 'progress',
    fraction: 0.61,
    phase: 'pull',
    downloadedBytes: 4958 * mb,
    totalBytes: 8200 * mb,
  });
  return events;
}

export async function* startInItsMiddle(signal: AbortSignal | undefined): AsyncGenerator<OperationBatch, void> {
  const operation = { id: 'demo', kind: 'up' as const, begunAt: Date.now() - 168_000 };
  yield { operation, replay: true, events: history() };
  for (let round = 1; !signal?.aborted; round += 1) {
    await sleep(1000, signal);
    const fraction = Math.min(0.97, 0.61 + round * 0.002);
    yield {
      operation,
      replay: false,
      events: [
        {
          at: 168_000 + round * 1000,
          type: 'progress',
          fraction,
          phase: 'pull',
          downloadedBytes: (4958 + round * 29) * mb,
          totalBytes: 8200 * mb,
        },
      ],
    };
  }
}
