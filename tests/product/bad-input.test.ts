// What must be found before anything of the product's stack is started, each with its remedy.

import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { OpenOptions } from '@sutazai/core/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { collect, endOf, ofType } from '../stack/project.ts';
import { buildImages } from './images.ts';
import { TestStack } from './test-stack.ts';

describe.skipIf(!labAvailable().ok)('before the product’s stack starts', () => {
  let test: TestStack;
  beforeAll(async () => {
    buildImages('fast');
    test = await TestStack.make({ freePorts: true });
  }, 600_000);
  afterAll(() => test?.remove());

  const refused = async (more: Partial<OpenOptions> = {}) => {
    const events = await collect((await test.stack(more)).up({ signal: new AbortController().signal }));
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4, summary: { created: 0, started: 0 } });
    const left = await dockerCli(test.engine, [
      'ps',
      '-aq',
      '--filter',
      `label=com.docker.compose.project=${test.name}`,
    ]);
    expect(left.stdout).toBe('');
    return ofType(events, 'failure').map((f) => f.diagnosis);
  };

  it('a port that two services want is found', async () => {
    const environment = { ...test.environment, SUTAZAI_REDIS_PORT: test.environment.SUTAZAI_POSTGRES_PORT ?? '' };
    const found = await refused({ environment });
    expect(found.map((d) => d.code)).toEqual(['PORT_DUPLICATE']);
    expect(found[0]?.nextSteps.length).toBeGreaterThan(0);
  });

  it('a port that another program holds is found', async () => {
    const server = await new Promise<Server>((resolve) => {
      const s = createServer().listen(0, '127.0.0.1', () => resolve(s));
    });
    const { port } = server.address() as { port: number };
    try {
      const found = await refused({ environment: { ...test.environment, SUTAZAI_PROMETHEUS_PORT: String(port) } });
      expect(found).toMatchObject([{ code: 'PORT_TAKEN', service: 'prometheus' }]);
    } finally {
      server.close();
    }
  });

  it('a profile that does not exist is refused, with those that do', async () => {
    await expect(test.stack({ profiles: ['monitorin'] })).rejects.toMatchObject({
      code: 'COMPOSE_UNKNOWN_PROFILE',
      exitCode: 2,
      diagnosis: { title: expect.stringContaining('monitoring') },
    });
  });

  it('two ways to run the models at once are refused', async () => {
    const all = { files: test.files.slice(0, 1), profiles: ['gpu-nvidia', 'gpu-amd'] };
    await expect(test.stack(all)).rejects.toMatchObject({ code: 'COMPOSE_PROFILES_EXCLUSIVE', exitCode: 2 });
  });

  it('more memory than the machine has is refused, where a service cannot do without it', async () => {
    const file = join(test.stateDir, 'huge.yaml');
    writeFileSync(file, 'services: {postgres: {mem_reservation: 4000g}}\n');
    const found = await refused({ files: [...test.files, file] });
    expect(found).toMatchObject([{ code: 'MEMORY_LOW', service: 'postgres' }]);
    expect(found[0]?.nextSteps.length).toBeGreaterThan(0);
  });

  it('limits that together are more than the machine has are told before anything is made', async () => {
    const file = join(test.stateDir, 'wide.yaml');
    writeFileSync(file, 'services: {postgres: {mem_limit: 4000g}}\n');
    const stack = await test.stack({ files: [...test.files, file] });
    const report = await stack.preflight({ signal: new AbortController().signal });
    const told = report.findings.filter((f) => f.diagnosis.code === 'MEMORY_LOW');
    expect(told).toMatchObject([{ level: 'warning' }]);
    expect(told[0]?.diagnosis.nextSteps.length).toBeGreaterThan(0);
  });
});
