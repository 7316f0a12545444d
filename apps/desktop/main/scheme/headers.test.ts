import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './headers.ts';

const directives = new Map(
  contentSecurityPolicy.split('; ').map((text) => {
    const [name = '', ...values] = text.split(' ');
    return [name, values] as const;
  }),
);

it('starts from nothing, runs only files of the app and speaks only to the app', () => {
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  for (const name of ['base-uri', 'form-action', 'frame-src', 'frame-ancestors', 'object-src']) {
    expect(directives.get(name), name).toEqual(["'none'"]);
  }
});

it('allows nothing unsafe but styles, and no address of the network', () => {
  for (const [name, values] of directives) {
    const unsafe = values.filter((value) => value.includes('unsafe'));
    if (!name.startsWith('style-src-')) expect(unsafe, name).toEqual([]);
    expect(
      values.filter((value) => /^https?:|^\*|^wss?:/.test(value)),
      name,
    ).toEqual([]);
  }
});
