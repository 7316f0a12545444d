import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import { checkArchitecture } from './architecture.ts';
import { checkDisk, gigabytes } from './disk.ts';
import { checkMemory } from './memory.ts';
import { type ExampleInput, exampleInput } from './preflight-example.ts';

const limits = (memory: string, more: Record<string, unknown> = {}) => ({
  deploy: { resources: { limits: { memory } } },
  ...more,
});

describe('memory', () => {
  const memoryOf = (given: ExampleInput) => {
    const { findings, neededBytes } = checkMemory(exampleInput({ info: { memoryBytes: 8e9 }, ...given }));
    return { neededBytes, found: findings.map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.service ?? ''}`) };
  };

  it('adds the limits of all copies, whichever way they are given', () => {
    const services = {
      a: limits('1000000000', { scale: 2 }),
      b: { mem_limit: '2000000000' },
      c: { mem_reservation: '500000000' },
      d: { deploy: { replicas: 3, resources: { limits: { memory: '100000000' } } } },
      e: {},
    };
    expect(memoryOf({ services })).toEqual({ neededBytes: 4.8e9, found: [] });
  });

  it('warns if the limits together go over what the engine has, with both figures', () => {
    const input = exampleInput({
      services: { a: limits('5000000000'), b: limits('5000000000') },
      info: { memoryBytes: 8e9 },
    });
    const [finding] = checkMemory(input).findings;
    expect(finding).toMatchObject({ check: 'memory', level: 'warning', diagnosis: { code: 'MEMORY_LOW' } });
    expect(finding?.diagnosis.title).toContain('10.0 GB');
    expect(finding?.diagnosis.title).toContain('8.0 GB');
  });

  it('refuses one reservation that can never be met, and only where it is run', () => {
    const big = { deploy: { resources: { reservations: { memory: '9000000000' } } } };
    expect(memoryOf({ services: { a: big } }).found).toEqual(['error MEMORY_LOW a', 'warning MEMORY_LOW ']);
    expect(memoryOf({ services: { a: { ...big, scale: 0 } } })).toEqual({ neededBytes: 0, found: [] });
  });

  it('says nothing about an engine that does not tell', () => {
    expect(memoryOf({ services: { a: limits('5000000000') }, info: { memoryBytes: 0 } }).found).toEqual([]);
  });
});

describe('disk', () => {
  const here = tmpdir();
  const diskOf = async (given: ExampleInput) => {
    const { findings, facts } = await checkDisk(exampleInput({ ...given, info: { rootDir: here, ...given.info } }));
    return { facts, found: findings.map((f) => `${f.level} ${f.diagnosis.code}`), findings };
  };
  const sized = (image: string, size?: number) => ({ image, ...(size === undefined ? {} : { 'x-sutazai': { size } }) });
  const free = () => {
    const s = statfsSync(here);
    return s.bavail * s.bsize;
  };

  it('counts images that have to come, each once', async () => {
    const services = {
      a: sized('a:1'),
      b: sized('a:1'),
      c: sized('c:1'),
      never: { ...sized('n:1'), pull_policy: 'never' },
      built: { build: { context: '/srv/demo' } },
    };
    const { facts } = await diskOf({ services, images: { 'c:1': {} } });
    expect(facts.missingImages).toEqual(['a:1', 'demo-built']);
    expect(facts.freeBytes).toBeGreaterThan(0);
  });

  it('warns if they would not fit, with both figures', async () => {
    const { found, findings } = await diskOf({ services: { a: sized('a:1', free() * 2) } });
    expect(found).toEqual(['warning DISK_LOW']);
    expect(findings[0]?.diagnosis.title).toMatch(/: [\d.]+ [GM]B needed, [\d.]+ [GM]B free$/);
  });

  it('takes the size that one of several services of an image states', async () => {
    const services = { a: sized('a:1', free() * 2), b: sized('a:1') };
    expect((await diskOf({ services })).found).toEqual(['warning DISK_LOW']);
  });

  // /proc is a file system without a single free byte on every Linux.
  it.skipIf(process.platform !== 'linux')('refuses a start on a disk that is all but full', async () => {
    const full = await diskOf({ services: { a: sized('a:1') }, info: { rootDir: '/proc' } });
    expect(full).toMatchObject({ found: ['error DISK_LOW'], facts: { freeBytes: 0 } });
    const nothingToFetch = await diskOf({
      services: { a: sized('a:1') },
      images: { 'a:1': {} },
      info: { rootDir: '/proc' },
    });
    expect(nothingToFetch.found).toEqual(['warning DISK_LOW']);
  });

  test.each<[string, ExampleInput]>([
    ['a distant engine', { local: false }],
    ['an engine in a machine of its own', { info: { product: 'docker-desktop' } }],
    ['a folder that is not here', { info: { rootDir: '/nowhere/docker' } }],
  ])('does not guess about %s', async (_, given) => {
    const { facts, found } = await diskOf({ services: { a: sized('a:1', 1e18) }, ...given });
    expect({ facts, found }).toEqual({ facts: { missingImages: ['a:1'] }, found: [] });
  });

  test.each([
    [0, '0 MB'],
    [999e6, '999 MB'],
    [1.25e9, '1.3 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(gigabytes(bytes)).toBe(text);
  });
});

describe('architecture', () => {
  const mismatch = (service: Record<string, unknown>, image: string | undefined, engine = 'amd64') =>
    checkArchitecture(
      exampleInput({
        services: { a: { image: 'a:1', ...service } },
        images: image ? { 'a:1': { architecture: image } } : {},
        info: { architecture: engine },
      }),
    ).map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.title}`);
  const warning = (have: string, want: string) => [
    `warning ARCH_MISMATCH The image a:1 is made for ${have}, this machine is ${want}`,
  ];

  test.each<[string, Record<string, unknown>, string | undefined, string, string[]]>([
    ['the same', {}, 'amd64', 'amd64', []],
    ['another', {}, 'amd64', 'arm64', warning('amd64', 'arm64')],
    ['not here yet', {}, undefined, 'arm64', []],
    ['wished for', { platform: 'linux/arm64/v8' }, undefined, 'amd64', warning('arm64', 'amd64')],
    ['wished for, short', { platform: 'arm64' }, undefined, 'amd64', warning('arm64', 'amd64')],
    ['wished for by its other name', { platform: 'linux/x86_64' }, undefined, 'amd64', []],
    ['only the system wished for', { platform: 'linux' }, 'arm64', 'amd64', warning('arm64', 'amd64')],
    ['32 bits on 64', {}, '386', 'amd64', []],
    ['an engine that does not tell', {}, 'amd64', '', []],
  ])('%s', (_, service, image, engine, expected) => {
    expect(mismatch(service, image, engine)).toEqual(expected);
  });
});
