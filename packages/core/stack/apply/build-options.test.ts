import { expect, it } from 'vitest';
import { exampleModel } from '../preflight/preflight-example.ts';
import { buildOptions } from './build-options.ts';

const argsOf = (args: Record<string, string | null> | undefined, proxies?: Record<string, string>) => {
  const service = { build: { context: '/c', ...(args ? { args } : {}) } };
  return buildOptions(exampleModel({ web: service }), 'web', service, proxies).args;
};

it("hands the CLI's proxies to a build, underneath the file's own arguments", () => {
  expect(argsOf(undefined)).toBeUndefined();
  expect(argsOf({ A: '1' })).toEqual({ A: '1' });
  const proxies = { HTTP_PROXY: 'theirs', http_proxy: 'theirs', NO_PROXY: 'x' };
  expect(argsOf(undefined, proxies)).toEqual(proxies);
  expect(argsOf({ A: '1', HTTP_PROXY: 'mine' }, proxies)).toEqual({ A: '1', HTTP_PROXY: 'mine', NO_PROXY: 'x' });
  expect(argsOf({ http_proxy: null }, proxies)).toEqual({ http_proxy: null, NO_PROXY: 'x' });
});
