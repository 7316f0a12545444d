import { describe, expect, it } from 'vitest';
import { gapsOf } from './gaps.ts';
import { rowsOf, topSeries, valueAt } from './rows-of.ts';
import { byteTicks, sizeScale, tickDigits, timeTicks, valueTicks } from './ticks.ts';

describe('gaps', () => {
  const row = (at: number, a: number | null, b: number | null = null) => ({ at, a, b });
  it('is where nothing at all was measured, from the last point to the next', () => {
    expect(gapsOf([row(0, 1), row(1, null), row(2, null), row(3, 2)], ['a', 'b'])).toEqual([{ from: 0, to: 3 }]);
  });
  it('is none where another line goes on, where one sample is late, or at the ends', () => {
    expect(gapsOf([row(0, 1), row(1, null, 4), row(2, null, 4), row(3, 2)], ['a', 'b'])).toEqual([]);
    expect(gapsOf([row(0, 1), row(1, null), row(2, 2)], ['a'])).toEqual([]);
    expect(gapsOf([row(0, null), row(1, null), row(2, null), row(3, 2), row(4, null)], ['a'])).toEqual([]);
  });
});

describe('axes', () => {
  it.each([
    [7.3, [0, 2, 4, 6, 8]],
    [31, [0, 10, 20, 30, 40]],
    [100, [0, 25, 50, 75, 100]],
    [0.9, [0, 0.25, 0.5, 0.75, 1]],
    [0, [0, 1]],
  ])('up to %d', (highest, ticks) => expect(valueTicks(highest)).toEqual(ticks));
  it('steps sizes in units of 1024', () => {
    expect(byteTicks(7.3 * 1024 ** 3).map((v) => v / 1024 ** 3)).toEqual([0, 2, 4, 6, 8]);
  });
  it('says ticks with as few digits as tell them apart, in one unit', () => {
    expect(tickDigits([0, 10, 20], 1)).toBe(0);
    expect(tickDigits([0, 0.5, 1], 1)).toBe(1);
    expect(tickDigits([0, 0.25], 1)).toBe(2);
    const ticks = byteTicks(3 * 1024 ** 2);
    expect(sizeScale(3 * 1024 ** 2)).toBe(1024 ** 2);
    expect(tickDigits(ticks, 1024 ** 2)).toBe(0);
  });
  it('stands at round moments, and leaves room for now', () => {
    const from = new Date(2026, 0, 5, 10, 7).getTime();
    const ticks = timeTicks(from, from + 3_600_000, 7);
    expect(ticks.map((t) => new Date(t).getMinutes())).toEqual([10, 20, 30, 40, 50, 0]);
  });
});

describe('rows', () => {
  const history = {
    series: [
      {
        of: 'a',
        metric: 'cpu',
        points: [
          [0, 1],
          [1, null],
        ] as [number, number | null][],
      },
      {
        of: 'b',
        metric: 'cpu',
        points: [
          [0, 2],
          [1, null],
        ] as [number, number | null][],
      },
    ],
  };
  it('adds what belongs together; what is not measured is no zero', () => {
    expect(rowsOf(history, 'cpu', [{ key: 'both', members: ['a', 'b', 'missing'] }])).toEqual([
      { at: 0, both: 3 },
      { at: 1, both: null },
    ]);
  });
  it('draws six lines at most: the largest, and the others as one', () => {
    const series = Array.from({ length: 9 }, (_, at) => ({ key: `s${at}`, label: '', members: [`s${at}`] }));
    const top = topSeries(series, (s) => Number(s.key.slice(1)), 'others');
    expect(top.map((s) => s.key)).toEqual(['s8', 's7', 's6', 's5', 's4', 'others']);
    expect(top.at(-1)?.members).toEqual(['s3', 's2', 's1', 's0']);
  });
  it('gives the value nearest to the cursor', () => {
    expect(
      valueAt(
        [
          { at: 0, a: 1 },
          { at: 10, a: 2 },
        ],
        'a',
        7,
      ),
    ).toBe(2);
  });
});
