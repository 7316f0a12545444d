import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { checkMounts } from './mounts.ts';
import { type ExampleInput, exampleInput } from './preflight-example.ts';

type VolumeMount = NonNullable<Service['volumes']>[number];

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-mounts-'));
  mkdirSync(join(dir, 'data'));
  mkdirSync(join(dir, 'nginx.conf'));
  mkdirSync(join(dir, 'conf.d'));
  writeFileSync(join(dir, 'real.conf'), '');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const found = (service: Partial<Service>, more: ExampleInput = {}) =>
  checkMounts(exampleInput({ services: { a: { image: 'a:1', ...service } }, ...more })).map(
    (f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.title.includes(dir)}`,
  );
const bind = (source: string, target: string, create?: boolean): Partial<Service> => ({
  volumes: [
    {
      type: 'bind',
      source: join(dir, source),
      target,
      ...(create === undefined ? {} : { bind: { create_host_path: create } }),
    } as VolumeMount,
  ],
});

describe('mounts', () => {
  test.each<[string, () => Partial<Service>, string[]]>([
    ['a folder that is there', () => bind('data', '/data'), []],
    ['a file that is there', () => bind('real.conf', '/etc/nginx.conf'), []],
    ['one that is missing and is not made', () => bind('gone', '/data'), ['error MOUNT_NOT_FOUND true']],
    ['one that the engine makes', () => bind('gone', '/data', true), []],
    ['one below a file', () => bind('real.conf/x', '/x', false), ['error MOUNT_NOT_FOUND true']],
    ['a folder in place of a file', () => bind('nginx.conf', '/etc/nginx.conf', true), ['error MOUNT_TYPE true']],
    ['a folder that only looks like a file', () => bind('conf.d', '/etc/conf.d', true), []],
    ['a named volume', () => ({ volumes: [{ type: 'volume', source: 'v', target: '/a.conf' } as VolumeMount] }), []],
  ])('%s', (_, service, expected) => {
    expect(found(service())).toEqual(expected);
  });

  it('looks at the files of configs', () => {
    const project = { configs: { here: { file: join(dir, 'real.conf') }, gone: { file: join(dir, 'gone') } } };
    expect(found({ configs: [{ source: 'here' }, { source: 'gone' }] }, { project })).toEqual([
      'error MOUNT_NOT_FOUND true',
    ]);
  });

  it('does not fall over a path that it may not look at', () => {
    // A name that is too long is refused by the system itself, as a folder of another user is.
    expect(found(bind('x'.repeat(5000), '/x'))).toEqual([]);
  });

  it("does not look at another machine's files", () => {
    expect(found(bind('gone', '/data'), { local: false })).toEqual([]);
    expect(found(bind('gone', '/data'), { info: { product: 'docker-desktop' } })).toEqual([]);
  });
});
