import { os } from './base.ts';
import { always } from './host.ts';

export const terminal = {
  open: os.terminal.open.handler(async function* ({ context, input, signal }) {
    yield* context.host.terminals.open(input, always(signal));
  }),
  input: os.terminal.input.handler(({ context, input }) => {
    context.host.terminals.input(input.session, input.data);
  }),
  resize: os.terminal.resize.handler(({ context, input }) =>
    context.host.terminals.resize(input.session, input.columns, input.rows),
  ),
};
