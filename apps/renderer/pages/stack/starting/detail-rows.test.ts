import { expect, it } from 'vitest';
import { nothingYet, takeBatch } from '../../../state/operation-view.ts';
import { detailRows, layerSegments, shortImage } from './detail-rows.ts';

const operation = { id: 'a', kind: 'up' as const, begunAt: 0 };
const pull = (at: number, image: string, state: 'downloading' | 'done' | 'queued', downloadedBytes: number) =>
  ({ at, type: 'pull', image, state, downloadedBytes, totalBytes: 100, layersDone: 1, layersTotal: 4 }) as const;

it('puts what stands still before what moves, and what is done last', () => {
  const view = takeBatch(nothingYet, {
    operation,
    replay: true,
    events: [
      pull(0, 'done:1', 'done', 100),
      pull(0, 'queue:1', 'queued', 0),
      pull(100, 'still:1', 'downloading', 40),
      pull(14_000, 'moves:1', 'downloading', 60),
    ],
  });
  const rows = detailRows(view, 14_200);
  expect(rows.map((r) => [r.what, r.tone, r.now.say])).toEqual([
    ['still 1', 'warn', 'noBytes'],
    ['moves 1', 'busy', 'rate'],
    ['queue 1', 'off', 'queued'],
    ['done 1', 'ok', 'doneIn'],
  ]);
});

it('names whom a service waits for, and how long it has not answered', () => {
  const view = takeBatch(nothingYet, {
    operation,
    replay: true,
    events: [
      {
        at: 0,
        type: 'service',
        service: 'api',
        state: 'waiting',
        waitingFor: [{ service: 'db', condition: 'service_healthy' }],
      },
      { at: 1000, type: 'service', service: 'db', state: 'started' },
    ],
  });
  expect(detailRows(view, 5000).map((r) => r.now)).toEqual([
    { say: 'noAnswerYet', ms: 4000 },
    { say: 'waitsFor', services: ['db'] },
  ]);
});

it('fills layers in order, the next one as far as the bytes say', () => {
  expect(layerSegments(1, 4, 0.5, false).map((s) => s.share)).toEqual([1, 1, 0, 0]);
  expect(layerSegments(0, 0, 0.3, false)).toEqual([{ flex: 1, share: 0.3 }]);
  expect(layerSegments(2, 3, 0.9, true).map((s) => s.share)).toEqual([1, 1, 1]);
});

it.each([
  ['docker.io/library/postgres:16.15@sha256:abc', 'postgres 16.15'],
  ['ollama/ollama:0.32', 'ollama/ollama 0.32'],
  ['localhost:5000/x/y:1', 'x/y 1'],
])('%s', (image, name) => expect(shortImage(image)).toBe(name));
