import { expect, it } from 'vitest';
import { restartsAfter } from './service-run.ts';

it.each([
  ['always', 0, 99, true],
  ['unless-stopped', 1, 99, true],
  ['no', 1, 0, false],
  ['on-failure', 0, 0, false],
  ['on-failure', 1, 99, true],
  ['on-failure:2', 137, 1, true],
  ['on-failure:2', 137, 2, false],
])('%s after exit code %d and %d other deaths: %s', (restart, code, before, expected) =>
  expect(restartsAfter({ restart })(code, before)).toBe(expected),
);

it('the other spelling counts first', () => {
  const policy = { restart: 'always', deploy: { restart_policy: { condition: 'on-failure', max_attempts: 1 } } };
  expect([0, 1].map((before) => restartsAfter(policy)(1, before))).toEqual([true, false]);
});
