import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PullLine } from '../../engine/index.ts';
import { Progress } from './progress.ts';
import { PullBoard } from './pull-board.ts';

const line = (layer: string, phase: PullLine['phase'], currentBytes?: number, totalBytes?: number): PullLine => ({
  layer,
  phase,
  text: '',
  ...(currentBytes === undefined ? {} : { currentBytes }),
  ...(totalBytes === undefined ? {} : { totalBytes }),
});

describe('PullBoard', () => {
  it('adds up the layers of a graph-driver pull', () => {
    const board = new PullBoard();
    board.take('a:1', line('l1', 'pulling'));
    board.take('a:1', line('l2', 'pulling'));
    board.take('a:1', line('l1', 'downloading', 50, 100));
    board.take('a:1', line('l2', 'downloading', 300, 300));
    expect(board.snapshot('a:1')).toMatchObject({
      downloadedBytes: 350,
      totalBytes: 400,
      layersTotal: 2,
      layersDone: 0,
    });
    board.take('a:1', line('l1', 'downloaded'));
    board.take('a:1', line('l2', 'downloaded'));
    expect(board.snapshot('a:1').state).toBe('extracting');
    board.take('a:1', line('l1', 'done'));
    board.take('a:1', line('l2', 'done'));
    board.finish('a:1');
    expect(board.snapshot('a:1')).toMatchObject({ state: 'done', downloadedBytes: 400, layersDone: 2 });
  });

  it('counts a layer that two images share once', () => {
    const board = new PullBoard();
    for (const image of ['a:1', 'b:1']) board.take(image, line('shared', 'downloading', 40, 100));
    expect(board.totals()).toEqual({ downloadedBytes: 40, totalBytes: 100 });
  });

  it('takes the mean for a layer that has not told its size, and what an earlier pull told', () => {
    const board = new PullBoard(new Map([['l2', 500]]));
    board.take('a:1', line('l1', 'downloading', 10, 100));
    board.take('a:1', line('l2', 'waiting'));
    board.take('a:1', line('l3', 'waiting'));
    expect(board.snapshot('a:1').totalBytes).toBe(100 + 500 + 300);
  });

  it('says which lines are a sign of life', () => {
    const board = new PullBoard();
    expect(board.take('a:1', line('l1', 'downloading', 10, 100))).toBe(true);
    expect(board.take('a:1', line('l1', 'downloading', 10, 100))).toBe(false);
    expect(board.take('a:1', line('l1', 'retrying'))).toBe(false);
    expect(board.take('a:1', line('l1', 'downloading', 11, 100))).toBe(true);
  });
});

describe('Progress', () => {
  it('never falls and stays below 1 until the end, whatever the engine reports', () => {
    const phases = fc.constantFrom<PullLine['phase']>(
      'pulling',
      'waiting',
      'downloading',
      'downloaded',
      'extracting',
      'done',
      'retrying',
    );
    const lines = fc.array(
      fc.record({
        image: fc.constantFrom('a', 'b'),
        layer: fc.constantFrom('1', '2', '3'),
        phase: phases,
        current: fc.nat(1000),
        total: fc.nat(1000),
      }),
    );
    fc.assert(
      fc.property(lines, (all) => {
        const board = new PullBoard();
        const progress = new Progress(['s'], ['a', 'b'], [], board);
        let last = 0;
        for (const l of all) {
          board.take(l.image, line(l.layer, l.phase, l.current, l.total));
          const now = progress.fraction();
          expect(now).toBeGreaterThanOrEqual(last);
          expect(now).toBeLessThan(1);
          last = now;
        }
        expect(progress.fraction(true)).toBe(1);
      }),
    );
  });
});
