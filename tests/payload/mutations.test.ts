import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drift } from '../../packages/core/stack/drift/index.ts';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import { type MadeByCompose, makeByCompose } from './made-twice.ts';
import { mutations } from './mutations.ts';

// Each single change of a service is seen in the container that compose made before it, and named.
describe.skipIf(!labAvailable().ok).each([engine28(), engine20()])('a change is seen on engine $name', (on) => {
  let made: MadeByCompose;
  beforeAll(async () => {
    made = await makeByCompose(on, `sutazai-t-payload-change-${on.name}`);
  });
  afterAll(() => made?.remove());

  test.each(Object.entries(mutations))('%s', async (_, mutation) => {
    if ((mutation.minApi ?? 0) > made.minor) return;
    const { spec, furtherNetworks } = made.payload(mutation.of, (model) => {
      const service = model.project.services[mutation.of];
      if (!service) throw new Error(`no service ${mutation.of}`);
      const change = typeof mutation.change === 'function' ? mutation.change(service) : mutation.change;
      const services = { ...model.project.services, [mutation.of]: { ...service, ...change } };
      return { ...model, project: { ...model.project, services } };
    });
    const reasons = drift({
      detail: await made.detail(mutation.of),
      expected: spec,
      furtherNetworks,
      image: await made.image(mutation.of),
      apiMinor: made.minor,
    });
    const fields = reasons.map((reason) => (reason.field ?? '').replace(`networks.${made.project}_`, ''));
    expect(fields).toEqual(mutation.fields);
    expect(new Set(reasons.map((reason) => reason.code))).toEqual(new Set(['drift']));
  });
});
