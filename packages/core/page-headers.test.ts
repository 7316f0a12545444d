import { expect, it } from 'vitest';
import { pageHeaders } from './page-headers.ts';

const directivesOf = (socket?: string) =>
  new Map(
    (pageHeaders(socket)['content-security-policy'] ?? '').split('; ').map((text) => {
      const [name = '', ...values] = text.split(' ');
      return [name, values] as const;
    }),
  );

it('starts from nothing, runs and styles only by files of the app', () => {
  const directives = directivesOf();
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('style-src')).toEqual(["'self'"]);
  for (const name of ['base-uri', 'form-action', 'frame-src', 'frame-ancestors', 'object-src']) {
    expect(directives.get(name), name).toEqual(["'none'"]);
  }
});

it('has nothing unsafe, and no address of the network, in any directive', () => {
  for (const [name, values] of directivesOf()) {
    expect(
      values.filter((value) => /unsafe|\*|^https?:|^wss?:/.test(value)),
      name,
    ).toEqual([]);
  }
});

it('speaks to its own origin, and over a socket to the one that is named', () => {
  expect(directivesOf().get('connect-src')).toEqual(["'self'"]);
  expect(directivesOf('ws://127.0.0.1:11000').get('connect-src')).toEqual(["'self'", 'ws://127.0.0.1:11000']);
});
