import { expect, it } from 'vitest';
import { isOwn } from './requests.ts';

it('only the app itself, and what a page makes by itself', () => {
  expect(['sutazai://app/', 'sutazai://app/a.js', 'data:image/png;base64,x', 'blob:sutazai://app/1'].every(isOwn)).toBe(
    true,
  );
  expect(
    [
      'https://x.example/',
      'http://127.0.0.1/',
      'sutazai://app.evil/',
      'sutazai://application/',
      'file:///x',
      'ws://x/',
    ].some(isOwn),
  ).toBe(false);
});
