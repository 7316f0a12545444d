import { os } from './base.ts';

export const engine = {
  list: os.engine.list.handler(({ context, signal }) => context.host.engines(signal)),
  choose: os.engine.choose.handler(({ context, input }) => context.host.chooseEngine(input.url)),
};
