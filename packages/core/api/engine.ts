import { failure } from '../diagnose/index.ts';
import { os } from './base.ts';

export const engine = {
  list: os.engine.list.handler(({ context, signal }) => context.host.engines(signal)),
  choose: os.engine.choose.handler(async ({ context: { host }, input }) => {
    // What runs would go on on the other engine, unseen.
    if (host.operations.active) throw failure('OPERATION_RUNNING');
    await host.settings.set({ engine: input.url });
    host.renew();
  }),
};
