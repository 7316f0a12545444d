import { os } from './base.ts';
import { always } from './host.ts';

export const agents = {
  list: os.agents.list.handler(({ context, signal }) => context.host.talk.agents.list(signal)),
  watch: os.agents.watch.handler(async function* ({ context, signal }) {
    yield* context.host.talk.agents.watch(always(signal));
  }),
};
