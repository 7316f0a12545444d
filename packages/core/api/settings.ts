import { failure } from '../diagnose/index.ts';
import type { Host } from '../host.ts';
import { checkExternalAddress, loadModel, portChoices, resetPortChoice, setPortChoice } from '../stack/index.ts';
import { given, os } from './base.ts';
import { always } from './host.ts';

export const settings = {
  get: os.settings.get.handler(({ context }) => context.host.settings.get()),
  watch: os.settings.watch.handler(async function* ({ context, signal }) {
    yield* context.host.settings.watch(always(signal));
  }),
  set: os.settings.set.handler(async ({ context: { host }, input }) => {
    // Unknown or contradicting profiles are refused here, not at the next start.
    if (input.profiles) await loadModel({ ...host.openOptions(), profiles: input.profiles }, host.store);
    if (input.engine !== undefined) await host.chooseEngine(input.engine);
    const now = await host.settings.set(given(input));
    if (input.profiles !== undefined || input.modelsFolder !== undefined) host.renew();
    return now;
  }),
  ports: os.settings.ports.handler(({ context }) => ports(context.host)),
  setPort: os.settings.setPort.handler(async ({ context: { host }, input }) => {
    await setPortChoice(host.options.stateDir, await host.model(), input);
    host.renew();
    return ports(host);
  }),
  resetPort: os.settings.resetPort.handler(async ({ context: { host }, input }) => {
    await resetPortChoice(host.options.stateDir, await host.model(), input);
    host.renew();
    return ports(host);
  }),
  externals: os.settings.externals.handler(async ({ context }) => externals(context.host)),
  setExternal: os.settings.setExternal.handler(async ({ context: { host }, input }) => {
    const { project, disabled, external } = await host.model();
    const known = Object.keys({ ...project.services, ...disabled, ...external });
    if (!known.includes(input.service)) {
      throw failure('COMPOSE_UNKNOWN_SERVICE', { service: input.service, known: known.sort().join(', ') });
    }
    checkExternalAddress(input.url);
    host.store.externals.set(project.name, input.service, input.url);
    host.renew();
    return externals(host);
  }),
  removeExternal: os.settings.removeExternal.handler(async ({ context: { host }, input }) => {
    const { project } = await host.model();
    host.store.externals.remove(project.name, input.service);
    host.renew();
    return externals(host);
  }),
};

async function ports(host: Host) {
  return portChoices(host.options.stateDir, await host.model());
}

async function externals(host: Host) {
  const all = host.store.externals.list((await host.model()).project.name);
  return Object.entries(all).map(([service, { url }]) => ({ service, url }));
}
