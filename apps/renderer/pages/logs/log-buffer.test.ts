import type { LogLine } from '@sutazai/core/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, levelOf } from './clean-line.ts';
import { rowsOfLine } from './line-rows.ts';
import { LogBuffer } from './log-buffer.ts';
import { LogSearch } from './log-search.ts';

const line = (text: string): LogLine => ({
  kind: 'line',
  service: 's',
  container: 'c',
  stream: 'stdout',
  timestamp: '2026-01-01T00:00:00Z',
  text,
});
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, at) => line(`line ${from + at}`));
const textAt = (buffer: LogBuffer, number: number) => {
  const found = buffer.line(number);
  return found?.kind === 'line' ? found.text : undefined;
};

describe('the last lines', () => {
  it('keeps numbers good when old lines are dropped', () => {
    const buffer = new LogBuffer(3000);
    buffer.push(lines(2500));
    const dropped = buffer.push(lines(2500, 2500));
    expect(dropped).toBe(2000);
    expect([buffer.first, buffer.end, buffer.count]).toEqual([2000, 5000, 3000]);
    expect(textAt(buffer, 2000)).toBe('line 2000');
    expect(textAt(buffer, 4999)).toBe('line 4999');
    expect(buffer.line(1999)).toBeUndefined();
  });

  it('finds the line at a row, and the row of a line, whatever wraps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 20, max: 90 }),
        (lengths, columns) => {
          const buffer = new LogBuffer();
          buffer.push(lengths.map((n) => line('x'.repeat(n))));
          buffer.columns = columns;
          let row = 0;
          lengths.forEach((n, number) => {
            expect(buffer.rowOfLine(number)).toBe(row);
            const height = rowsOfLine(line('x'.repeat(n)), columns);
            for (let at = row; at < row + height; at += 1) expect(buffer.lineAtRow(at)).toEqual({ number, row });
            row += height;
          });
          expect(buffer.rows).toBe(row);
        },
      ),
    );
  });

  it('breaks after words, and within a word only where it must', () => {
    expect(rowsOfLine(line('short'), 30)).toBe(1);
    // 21 characters stay for the first row, 28 for each further one.
    expect(rowsOfLine(line('connection accepted from backend'), 30)).toBe(2);
    expect(rowsOfLine(line('x'.repeat(21 + 28 + 1)), 30)).toBe(3);
  });
});

describe('search', () => {
  it('goes on with new lines, forgets dropped ones, and goes round', () => {
    const buffer = new LogBuffer(2000);
    buffer.push([line('Error one'), ...lines(10), line('an ERROR')]);
    const search = new LogSearch(buffer, 'error');
    expect(search.scan()).toBe(true);
    expect(search.matches).toEqual([0, 11]);
    expect(search.scan()).toBe(false);
    buffer.push([line('error three')]);
    search.scan();
    expect(search.next(11, 1)).toBe(12);
    expect(search.next(12, 1)).toBe(0);
    expect(search.next(0, -1)).toBe(12);
    buffer.push(lines(2500));
    search.scan();
    expect(search.matches.every((m) => m >= buffer.first)).toBe(true);
  });
});

describe('lines as they are shown', () => {
  it('drops what is meant for terminals', () => {
    expect(cleanLine(line('\u001b[31mred\u001b[0m\tend\u0007'))).toMatchObject({ text: 'red  end' });
  });
  it.each([
    ['2026 ERROR no route', 'e'],
    ['level=warning msg=x', 'w'],
    ['a warned man', ''],
    ['terror', ''],
  ])('%s', (text, level) => expect(levelOf(text)).toBe(level));
});
