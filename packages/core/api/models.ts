import { os } from './base.ts';
import { always } from './host.ts';

export const models = {
  list: os.models.list.handler(({ context, signal }) => context.host.talk.models.now(signal)),
  watch: os.models.watch.handler(async function* ({ context, signal }) {
    yield* context.host.talk.models.watch(always(signal));
  }),
  pull: os.models.pull.handler(async function* ({ context, input, signal }) {
    yield* context.host.talk.models.pull(input.name, always(signal));
  }),
  remove: os.models.remove.handler(({ context, input }) => context.host.talk.models.remove(input.name)),
  check: os.models.check.handler(async ({ context: { host }, input, signal }) =>
    host.talk.models.check(await host.talk.agents.get(input.agent, signal), input.model, signal),
  ),
};
