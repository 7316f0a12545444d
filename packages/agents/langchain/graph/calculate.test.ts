import { describe, expect, it } from 'vitest';
import { calculate } from './calculate.ts';

describe('calculate', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-4 + 10 / 4', -1.5],
    ['0.1 * 10', 1],
  ])('%s', (expression, value) => expect(calculate(expression)).toBe(value));

  it.each(['', '1 +', '(1', '1 2', 'process.exit()', '1 / 0', '2 * x'])('refuses “%s” in words', (expression) => {
    expect(() => calculate(expression)).toThrow(/number|bracket|belong/);
  });
});
