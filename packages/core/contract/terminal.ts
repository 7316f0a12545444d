import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { serviceName } from './selection.ts';

const columns = z.number().int().min(1).max(1000);
const rows = z.number().int().min(1).max(1000);
const session = z.string().min(1).max(100);

export const terminalEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), session: z.string(), container: z.string() }),
  /** `data` is base64: a multi-byte character may be cut between two events. */
  z.object({ type: z.literal('output'), data: z.string() }),
  z.object({ type: z.literal('closed'), exitCode: z.number() }),
]);

export const terminal = {
  /** A shell in a container of the service; ends when the stream is closed. Without a command: bash, else sh. */
  open: base
    .input(
      z.object({
        service: serviceName,
        columns,
        rows,
        command: z.array(z.string().max(10_000)).min(1).max(100).optional(),
      }),
    )
    .output(eventIterator(terminalEvent)),
  /** Text as typed or pasted. */
  input: base.input(z.object({ session, data: z.string().max(1_000_000) })),
  resize: base.input(z.object({ session, columns, rows })),
};

export type TerminalEvent = z.infer<typeof terminalEvent>;
