import { os } from './base.ts';
import { always } from './host.ts';

export const chat = {
  conversations: os.chat.conversations.handler(({ context, input }) =>
    context.host.talk.chat.conversations(input.search, input.limit),
  ),
  watchConversations: os.chat.watchConversations.handler(async function* ({ context, signal }) {
    yield* context.host.talk.chat.watchConversations(always(signal));
  }),
  create: os.chat.create.handler(({ context, input }) => context.host.talk.chat.create(input)),
  open: os.chat.open.handler(({ context, input }) => context.host.talk.chat.open(input.id)),
  rename: os.chat.rename.handler(({ context, input }) => context.host.talk.chat.rename(input.id, input.title)),
  remove: os.chat.remove.handler(({ context, input }) => context.host.talk.chat.remove(input.id)),
  choose: os.chat.choose.handler(({ context, input }) => context.host.talk.chat.choose(input.id, input.message)),
  watch: os.chat.watch.handler(async function* ({ context, input, signal }) {
    yield* context.host.talk.chat.watch(input.conversation, always(signal));
  }),
  send: os.chat.send.handler(({ context, input, signal }) => context.host.talk.chat.send(input, signal)),
  regenerate: os.chat.regenerate.handler(({ context, input }) =>
    context.host.talk.chat.regenerate(input.message, { agent: input.agent, model: input.model }),
  ),
  stop: os.chat.stop.handler(({ context, input }) => context.host.talk.chat.stop(input.run)),
  measure: os.chat.measure.handler(({ context, input, signal }) => context.host.talk.chat.measure(input, signal)),
  search: os.chat.search.handler(({ context, input }) => context.host.talk.chat.search(input.text, input.limit)),
};
