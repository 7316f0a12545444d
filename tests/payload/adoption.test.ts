import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drift } from '../../packages/core/stack/drift/index.ts';
import { dockerCli, engine20, engine28, labAvailable } from '../lab/lab.ts';
import { cases } from './cases.ts';
import { type MadeByCompose, makeByCompose } from './made-twice.ts';

const names = Object.keys(cases);

// A stack that docker compose made is taken over without recreating anything, before and after it has run.
describe.skipIf(!labAvailable().ok).each([engine28(), engine20()])('adoption on engine $name', (on) => {
  let made: MadeByCompose;
  beforeAll(async () => {
    made = await makeByCompose(on, `sutazai-t-payload-adopt-${on.name}`);
  });
  afterAll(() => made?.remove());

  const reasons = async (service: string, imageToldWhole = true) => {
    const { spec, furtherNetworks } = made.payload(service);
    const image = await made.image(service);
    // The port may tell only that an image has a health check, not which.
    if (!imageToldWhole) delete image.config.healthcheck;
    return drift({
      detail: await made.detail(service),
      expected: spec,
      furtherNetworks,
      image,
      apiMinor: made.minor,
    });
  };

  test.each(names)('%s, created', async (service) => {
    if (!made.cases[service]) return;
    expect(await reasons(service)).toEqual([]);
    expect(await reasons(service, false)).toEqual([]);
  });

  test('all, started', async () => {
    const startable = Object.keys(made.cases).filter((service) => !made.cases[service]?.createOnly);
    const failed: string[] = [];
    for (const service of startable) {
      const { code, stderr } = await dockerCli(on, ['start', made.containers.get(service) ?? '']);
      if (code !== 0) failed.push(`${service}: ${stderr}`);
    }
    expect(failed).toEqual([]);
    const found = await Promise.all(startable.map(async (service) => [service, await reasons(service)] as const));
    expect(Object.fromEntries(found.filter(([, list]) => list.length > 0))).toEqual({});
  });
});
