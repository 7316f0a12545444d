import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PullBoard } from './pull-progress.ts';

const digest = (n: number) => `sha256:${n}`;

describe('layers add up to one progress', () => {
  it('says what was here before, what is known, and a rate of now', () => {
    const board = new PullBoard();
    expect(board.take({ status: 'pulling manifest' }, 0)).toMatchObject({
      totalBytes: 0,
      layers: { done: 0, known: 0 },
    });
    board.take({ status: 'pulling a', digest: digest(1), total: 1000, completed: 400 }, 0);
    board.take({ status: 'pulling b', digest: digest(2), total: 500 }, 0);
    expect(board.take({ status: 'pulling a', digest: digest(1), total: 1000, completed: 900 }, 1000)).toEqual({
      status: 'pulling a',
      completedBytes: 900,
      totalBytes: 1500,
      bytesPerSecond: 500,
      layers: { done: 0, known: 2 },
      resumedBytes: 400,
    });
    expect(board.take({ status: 'success' }, 1000)).toMatchObject({ status: 'success', completedBytes: 900 });
  });

  it('forgets how fast it was before a pause', () => {
    const board = new PullBoard();
    const at = (completed: number, now: number) =>
      board.take({ status: '', digest: digest(1), total: 1e9, completed }, now).bytesPerSecond;
    at(0, 0);
    expect(at(1e6, 1000)).toBe(1e6);
    at(1e6, 30_000);
    expect(at(1e6 + 100, 31_000)).toBe(100);
  });

  it('whatever order the lines come in: never back, never more than all', () => {
    const line = fc.record({
      layer: fc.integer({ min: 0, max: 3 }),
      completed: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined }),
      wait: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const board = new PullBoard();
        let now = 0;
        let before = 0;
        for (const { layer, completed, wait } of lines) {
          now += wait;
          const p = board.take({ status: 's', digest: digest(layer), total: 1000 + layer, completed }, now);
          expect(p.completedBytes).toBeGreaterThanOrEqual(before);
          expect(p.completedBytes).toBeLessThanOrEqual(p.totalBytes);
          expect(p.resumedBytes).toBeLessThanOrEqual(p.completedBytes);
          expect(p.layers.done).toBeLessThanOrEqual(p.layers.known);
          expect(p.bytesPerSecond).toBeGreaterThanOrEqual(0);
          before = p.completedBytes;
        }
      }),
    );
  });
});
