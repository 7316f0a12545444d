import { expect, it } from 'vitest';
import { sparkPath } from './Sparkline.tsx';

const path = (values: number[], least = 10) => sparkPath(Float64Array.from(values), least);

it('draws the ends of what lies flat, and every point of what does not', () => {
  expect(path([0, 0, 0, 0, 0])).toBe('M0 95L100 95');
  expect(path([0, 0, 10, 0, 0])).toBe('M0 95L25 95L50 13L75 95L100 95');
});

it('leaves gaps open', () => {
  expect(path([0, Number.NaN, 0, 0])).toBe('M0 95M66.7 95L100 95');
});

it('has the largest value at the top, and no line of less than two values', () => {
  expect(path([0, 40])).toBe('M0 95L100 13');
  expect(path([40])).toBe('');
});
