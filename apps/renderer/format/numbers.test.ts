import { describe, expect, it } from 'vitest';
import { bytes, number, percent, rate, sized } from './numbers.ts';

const nbsp = '\u00a0';

describe('sizes', () => {
  it.each([
    [0, `0${nbsp}B`],
    [92 * 1024 ** 2, `92${nbsp}MB`],
    [999.6 * 1024 ** 2, `1.0${nbsp}GB`],
    [1.14 * 1024 ** 3, `1.1${nbsp}GB`],
    [120 * 1024 ** 3, `120${nbsp}GB`],
  ])('%d is %s', (value, words) => expect(bytes(value, 'en')).toBe(words));

  it('takes the unit of another size, so that two can stand beside each other', () => {
    expect(sized(512 * 1024 ** 2, 'en', 8 * 1024 ** 3)).toEqual({ amount: '0.5', unit: 'GB' });
  });
  it('speaks the language of the page', () => {
    expect(bytes(1.5 * 1024 ** 3, 'de')).toBe(`1,5${nbsp}GB`);
    expect(percent(31.25, 'de')).toBe(`31,3${nbsp}%`);
    expect(number(1234.5, 'en', 1)).toBe('1,234.5');
    expect(rate(29 * 1024 ** 2, 'en')).toBe(`29${nbsp}MB/s`);
  });
});
