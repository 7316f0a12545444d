import { expect, it } from 'vitest';
import { duration } from './times.ts';
import { uptime } from './uptime.ts';

const words = { second: 's', minute: 'min', hour: 'h', minuteShort: 'm', day: 'd' };
const minute = 60_000;

it.each([
  [46, '46 ms'],
  [400, '0.4 s'],
  [9949, '9.9 s'],
  [48_000, '48 s'],
  [59_600, '1 min'],
  [4 * minute, '4 min'],
  [372 * minute, '6 h 12 m'],
  [13 * 60 * minute, '13 h'],
  [75 * 60 * minute, '3 d'],
  [-5, '0 s'],
])('%d ms is %s', (ms, text) => expect(duration(ms, words, 'en').replaceAll('\u00a0', ' ')).toBe(text));

it.each([
  ['Up 13 hours (healthy)', 13 * 60 * minute],
  ['Up 3 minutes', 3 * minute],
  ['Up About an hour', 60 * minute],
  ['Up About a minute (unhealthy)', minute],
  ['Up Less than a second (health: starting)', 0],
  ['Up 2 weeks', 14 * 24 * 60 * minute],
])('%s', (status, ms) => expect(uptime(status)).toBe(ms));

it.each(['Exited (0) 3 minutes ago', 'Created', ''])('%s is not up', (status) =>
  expect(uptime(status)).toBeUndefined(),
);
