import type { OperationBatch, StackEvent } from '@sutazai/core/contract';
import { describe, expect, it } from 'vitest';
import { nothingYet, takeBatch, timeLeft } from './operation-view.ts';

const operation = { id: 'a', kind: 'up' as const, begunAt: 0 };
const batch = (events: StackEvent[], replay = false, id = 'a'): OperationBatch => ({
  operation: { ...operation, id },
  replay,
  events,
});
const progress = (at: number, fraction: number, downloadedBytes = 0): StackEvent => ({
  at,
  type: 'progress',
  fraction,
  phase: '',
  downloadedBytes,
  totalBytes: 1000,
});

describe('one operation as it is told', () => {
  it('never goes back, not even after a replay of an older figure within the same operation', () => {
    let view = takeBatch(nothingYet, batch([progress(1, 0.5)], true));
    view = takeBatch(view, batch([progress(2, 0.4)]));
    expect(view.fraction).toBe(0.5);
  });

  it('begins anew with another operation', () => {
    const view = takeBatch(
      takeBatch(nothingYet, batch([progress(1, 0.9)], true)),
      batch([progress(1, 0.1)], true, 'b'),
    );
    expect(view.fraction).toBe(0.1);
    expect(view.operation?.id).toBe('b');
  });

  it('measures speed between two figures', () => {
    const view = takeBatch(nothingYet, batch([progress(1000, 0.1, 0), progress(2000, 0.2, 500)], true));
    expect(view.bytesPerSecond).toBe(500);
  });

  it('knows when a pull last moved', () => {
    const pull = (at: number, downloadedBytes: number): StackEvent => ({
      at,
      type: 'pull',
      image: 'x:1',
      state: 'downloading',
      downloadedBytes,
      totalBytes: 100,
      layersDone: 0,
      layersTotal: 2,
    });
    const view = takeBatch(nothingYet, batch([pull(100, 10), pull(900, 10)], true));
    expect(view.pulls.get('x:1')).toMatchObject({ movedAt: 100, at: 900, begunAt: 100 });
  });

  it('reads steps of a build from its lines, of either builder', () => {
    const build = (line: string): StackEvent => ({ at: 1, type: 'build', service: 's', image: 'i', line });
    expect(takeBatch(nothingYet, batch([build('Step 6/9 : RUN x')], true)).builds.get('s')).toMatchObject({
      step: 6,
      steps: 9,
    });
    expect(takeBatch(nothingYet, batch([build('#8 [stage 3/4] RUN y')], true)).builds.get('s')).toMatchObject({
      step: 3,
      steps: 4,
    });
  });

  it('keeps the latest of each service and when it was started', () => {
    const service = (at: number, state: 'starting' | 'ready'): StackEvent => ({
      at,
      type: 'service',
      service: 's',
      state,
    });
    const view = takeBatch(nothingYet, batch([service(5, 'starting'), service(9, 'ready')], true));
    expect(view.services.get('s')).toMatchObject({ state: 'ready', startedAt: 5 });
  });

  it('guesses the time left only when there is ground for it', () => {
    expect(timeLeft({ fraction: 0.02, at: 60_000 })).toBeUndefined();
    expect(timeLeft({ fraction: 0.5, at: 1000 })).toBeUndefined();
    expect(timeLeft({ fraction: 0.25, at: 20_000 })).toBe(60_000);
  });
});
