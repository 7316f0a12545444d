import { z } from 'zod';
import { outcome, stackEvent } from './events.ts';
import { selection } from './selection.ts';

export const operationKind = z.enum(['up', 'down', 'start', 'stop', 'restart']);

/** Seconds before a container is killed. */
const timeout = z.number().int().min(0).max(3600).optional();
/** Milliseconds a service may take to become ready. */
const readyTimeout = z.number().int().positive().max(86_400_000).optional();

/** Choices that make a plan: `PlanOptions` of stack/stack.ts without the signal. */
export const planChoices = z.object({
  selection: selection.optional(),
  forceRecreate: z.boolean().optional(),
  noRecreate: z.boolean().optional(),
  removeOrphans: z.boolean().optional(),
  build: z.boolean().optional(),
  pull: z.enum(['always', 'missing', 'never']).optional(),
  scale: z.record(z.string(), z.number().int().min(0).max(100)).optional(),
  noDeps: z.boolean().optional(),
});

/** What to begin; the choices of each kind are those of the Stack method of the same name. */
export const operationRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('up'),
    selection: selection.optional(),
    options: planChoices
      .omit({ selection: true })
      .extend({ skipPreflight: z.boolean().optional(), fixPorts: z.boolean().optional(), readyTimeout })
      .optional(),
  }),
  z.object({
    kind: z.literal('down'),
    options: z
      .object({
        /** Deletes the data in the volumes. */
        volumes: z.boolean().optional(),
        images: z.boolean().optional(),
        removeOrphans: z.boolean().optional(),
        timeout,
      })
      .optional(),
  }),
  z.object({
    kind: z.literal('start'),
    selection: selection.optional(),
    options: z.object({ readyTimeout }).optional(),
  }),
  z.object({
    kind: z.enum(['stop', 'restart']),
    selection: selection.optional(),
    options: z.object({ timeout, readyTimeout }).optional(),
  }),
]);

/** The one operation that runs, or the last one that ran. It lives in the host: closing a window does not end it. */
export const operation = z.object({
  id: z.string(),
  kind: operationKind,
  selection: z
    .object({ services: z.array(z.string()).exactOptional(), tier: z.string().exactOptional() })
    .exactOptional(),
  /** Milliseconds since the epoch. */
  begunAt: z.number(),
  endedAt: z.number().exactOptional(),
  /** Absent while it runs. */
  outcome: outcome.exactOptional(),
  /** A cancel was asked for, and what must not be left half-made is being finished. */
  cancelling: z.boolean().exactOptional(),
});

/**
 * `replay` is true for the first batch of a subscription and whenever another operation began: forget what was shown before;
 * `events` is then the condensed history (last pull and progress figure, all else in order).
 */
export const operationBatch = z.object({
  operation: operation.nullable(),
  replay: z.boolean(),
  events: z.array(stackEvent),
});

export type Operation = z.infer<typeof operation>;
export type OperationBatch = z.infer<typeof operationBatch>;
export type OperationRequest = z.infer<typeof operationRequest>;
