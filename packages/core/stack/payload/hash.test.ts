import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { contentHash } from './content-hash.ts';
import { networkHash, serviceHash, volumeHash } from './hash.ts';
import { exampleModel } from './payload-example.ts';

const base = { image: 'web:1', command: ['run'], environment: { A: '1', B: null } } as Service;
const hash = (change: object) => serviceHash({ ...base, ...change } as Service);

/** The same value with the keys of every object turned round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}

describe('the config hash', () => {
  test('is 64 hex, as every query of compose requires', () => {
    expect(serviceHash(base)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (labels) => {
        expect(hash(turned({ labels, deploy: { labels } }) as object)).toBe(hash({ labels, deploy: { labels } }));
      }),
    );
  });

  test('depends on every value', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { minLength: 1 }));
    fc.assert(
      fc.property(fc.string(), value, value, (key, a, b) => {
        fc.pre(canonicalJson(a) !== canonicalJson(b));
        expect(hash({ labels: { [key]: a } })).not.toBe(hash({ labels: { [key]: b } }));
      }),
    );
  });

  test.each([
    { depends_on: { db: { condition: 'service_healthy', required: true } } },
    { profiles: ['x'] },
    { build: { context: '.' } },
    { pull_policy: 'always' },
    { scale: 3 },
    { deploy: { replicas: 3 } },
    { 'x-sutazai': { title: 'T' } },
    { labels: {} },
    { working_dir: undefined },
  ])('does not change with %j', (change) => {
    expect(hash(change)).toBe(serviceHash(base));
  });

  test.each([
    { image: 'web:2' },
    { command: [] },
    { command: null },
    { environment: { A: '1' } },
    { environment: { A: '1', B: '' } },
    { deploy: { resources: { limits: { memory: '1' } } } },
    { healthcheck: { test: ['CMD', 'true'] } },
  ])('changes with %j', (change) => {
    expect(hash(change)).not.toBe(serviceHash(base));
  });

  test('follows the containers whose namespaces are shared', () => {
    const service = { ...base, network_mode: 'service:db', volumes_from: ['db:ro'] } as Service;
    const one = serviceHash(service, { parents: { db: '1' } });
    expect(one).not.toBe(serviceHash(service, { parents: { db: '2' } }));
    expect(one).toBe(serviceHash({ ...service, network_mode: 'container:1', volumes_from: ['1:ro'] } as Service));
    expect(serviceHash(service, { parents: { other: '1' } })).toBe(serviceHash(service));
  });

  test('networks and volumes', () => {
    expect(networkHash('n', { name: 'n', driver: 'bridge' })).not.toBe(networkHash('n', { name: 'n' }));
    expect(networkHash('n', { name: 'n', ipam: {} })).toBe(networkHash('n', {}));
    expect(networkHash('n', {})).not.toBe(networkHash('m', {}));
    expect(volumeHash('v', { driver: 'local' })).toBe(volumeHash('v', {}));
    expect(volumeHash('v', { driver_opts: { type: 'nfs' } })).not.toBe(volumeHash('v', {}));
  });
});

describe('the content hash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sutazai-content-'));
  const file = join(folder, 'secret');
  const service = { image: 'web:1', secrets: [{ source: 's' }], configs: [{ source: 'c' }] } as Service;
  const of = (content: string, environment: Record<string, string> = { E: 'e' }) =>
    contentHash(
      exampleModel(service, { secrets: { s: { file } }, configs: { c: { content } }, networks: {} }),
      service,
      environment,
    );

  test('follows files and values, and holds neither', async () => {
    writeFileSync(file, 'one');
    const one = await of('text');
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(await of('text')).toBe(one);
    expect(await of('other')).not.toBe(one);
    writeFileSync(file, 'two');
    expect(await of('text')).not.toBe(one);
  });

  test('is absent where there is no content', async () => {
    expect(await contentHash(exampleModel(base), base)).toBeUndefined();
  });

  test('a file that is missing is not an empty one', async () => {
    const model = (path: string) =>
      exampleModel(service, { secrets: { s: { file: path } }, configs: { c: { content: 'x' } } });
    writeFileSync(file, '');
    expect(await contentHash(model(file), service)).not.toBe(await contentHash(model(join(folder, 'none')), service));
  });
});
