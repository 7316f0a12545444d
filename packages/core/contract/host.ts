import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { diagnosis } from './diagnosis.ts';

export const hostInfo = z.object({
  version: z.string(),
  platform: z.string(),
  /** Runs under Windows' Linux subsystem. */
  wsl: z.boolean(),
  mode: z.enum(['window', 'browser']),
  /** Absolute. */
  stateDir: z.string(),
  project: z.string(),
  /** Compose files, absolute. */
  files: z.array(z.string()),
  /** Language of the system the host runs on, BCP 47. */
  locale: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
});

export const host = {
  info: base.output(hostInfo),
  /** What the host itself has to tell: a damaged state file put aside, a full disk, a clock that jumped. All of them each time. */
  notices: base.output(eventIterator(z.array(diagnosis))),
  /** Takes a notice away; it comes back only if it happens again. */
  dismiss: base.input(z.object({ code: z.string().max(100) })),
};

export type HostInfo = z.infer<typeof hostInfo>;
