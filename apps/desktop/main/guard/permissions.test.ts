import { expect, it } from 'vitest';
import { mayCopy } from './permissions.ts';

it('the top frame of our own page may put text on the clipboard', () => {
  expect(mayCopy('clipboard-sanitized-write', 'sutazai://app', true)).toBe(true);
  expect(mayCopy('clipboard-sanitized-write', 'sutazai://app/#/chat', true)).toBe(true);
});

it.each<[string, string, boolean]>([
  ['clipboard-read', 'sutazai://app/', true],
  ['deprecated-sync-clipboard-read', 'sutazai://app/', true],
  ['notifications', 'sutazai://app/', true],
  ['clipboard-sanitized-write', 'sutazai://app/', false],
  ['clipboard-sanitized-write', 'sutazai://app.evil/', true],
  ['clipboard-sanitized-write', 'https://x.example/', true],
  ['clipboard-sanitized-write', '', true],
])('%s from %s (top frame: %s) is denied', (permission, address, isMainFrame) => {
  expect(mayCopy(permission, address, isMainFrame)).toBe(false);
});
