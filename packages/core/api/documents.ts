import { os } from './base.ts';

export const documents = {
  add: os.documents.add.handler(({ context, input, signal }) => {
    const bytes = Buffer.from(input.dataBase64, 'base64');
    return context.host.talk.documents.add({ name: input.name, bytes }, input.agent, signal);
  }),
  list: os.documents.list.handler(({ context }) => context.host.talk.documents.list()),
  remove: os.documents.remove.handler(({ context, input }) => context.host.talk.documents.remove(input.id)),
  passage: os.documents.passage.handler(({ context, input, signal }) =>
    context.host.talk.documents.passage(input.document, input.passage, signal),
  ),
};
