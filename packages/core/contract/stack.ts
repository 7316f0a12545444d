import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { diagnosis } from './diagnosis.ts';
import { operationBatch, operationRequest, planChoices } from './operation.ts';
import { stackOverview } from './overview.ts';
import { plan } from './plan.ts';
import { portFix, preflightReport } from './preflight.ts';
import { serviceName } from './selection.ts';
import { logLine, stackStatus } from './status.ts';

/** RFC 3339, or a duration back from now such as `10m`. */
const moment = z.string().max(64);

export const stack = {
  /** What the stack consists of; needs no engine. */
  overview: base.output(stackOverview),
  /** Status now, and after every change; goes on while the engine is away (`engine.reachable: false`). */
  watch: base.output(eventIterator(stackStatus)),
  preflight: base.input(z.object({ proveGpu: z.boolean().optional() }).optional()).output(preflightReport),
  plan: base.input(planChoices.optional()).output(plan),
  /** Takes the offered port, and keeps the choice; counts from the next `up`. */
  fixPort: base.input(portFix),
  /** One operation at a time: `OPERATION_RUNNING` while another one runs. */
  begin: base.input(operationRequest).output(z.object({ id: z.string() })),
  /** First the operation that runs (or the last one), replayed and condensed; then what happens, in batches. */
  operation: base.output(eventIterator(operationBatch)),
  /** Asks for a clean end; the end itself is told by `operation`. Of an operation that has ended: nothing. */
  cancel: base.input(z.object({ id: z.string().max(100) })),
  /** Batches of at most 50 ms or 1000 lines. */
  logs: base
    .input(
      z
        .object({
          services: z.array(serviceName).max(1000).optional(),
          tier: z.string().max(200).optional(),
          /** Last lines of each container. */
          tail: z.number().int().min(0).max(1_000_000).optional(),
          since: moment.optional(),
          until: moment.optional(),
          follow: z.boolean().optional(),
        })
        .optional(),
    )
    .output(eventIterator(z.array(logLine))),
  /** Why it is unhealthy or failed, with probe output and last log lines as evidence; empty if nothing is wrong with it. */
  diagnose: base.input(z.object({ service: serviceName })).output(z.array(diagnosis)),
};
