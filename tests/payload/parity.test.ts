import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerCli, engine20, engine28, labAvailable } from '../lab/lab.ts';
import { cases } from './cases.ts';
import { comparable } from './inspect-form.ts';
import { type MadeByCompose, makeByCompose } from './made-twice.ts';
import { create, inspect } from './raw-engine.ts';

// What docker compose 2.40.3 makes of a service, and what our request makes of it, are the same container.
describe.skipIf(!labAvailable().ok).each([engine28(), engine20()])(
  'parity with docker compose on engine $name',
  (on) => {
    let made: MadeByCompose;
    beforeAll(async () => {
      made = await makeByCompose(on, `sutazai-t-payload-parity-${on.name}-${process.pid}`);
    });
    afterAll(() => made?.remove());

    test.each(Object.keys(cases))('%s', async (service) => {
      if (!made.cases[service]) return;
      // Engines below API 1.42 do not create a missing host path for compose's form of it; ours goes as a bind there.
      if (service === 'mount-propagation' && made.minor < 42) return;
      const theirs = await made.detail(service);
      const name = `sutazai-t-payload-ours-${process.pid}-${service}`;
      const id = await create(on, made.minor, name, made.payload(service));
      try {
        const ours = await inspect(on, made.minor, id);
        expect(comparable(ours.raw)).toEqual(comparable(theirs.raw));
      } finally {
        await dockerCli(on, ['rm', '-f', '-v', id]);
      }
    });
  },
);
