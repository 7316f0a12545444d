// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { hasNewToken, takeToken } from './token.ts';

beforeEach(() => {
  localStorage.clear();
  location.hash = '';
});

it('takes the token out of the address and keeps it', () => {
  location.hash = '#token=s3cret%2Fx';
  expect(hasNewToken()).toBe(true);
  expect(takeToken()).toBe('s3cret/x');
  expect(location.href).not.toContain('s3cret');
  expect(takeToken()).toBe('s3cret/x');
});

it('has none without a link', () => {
  location.hash = '#/stack';
  expect(takeToken()).toBe('');
  expect(location.hash).toBe('#/stack');
});
