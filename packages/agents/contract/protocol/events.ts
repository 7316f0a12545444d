import { z } from 'zod';

const base = {
  /** Counts up from 0 in each run without a gap: the place to resume from. */
  seq: z.number().int().min(0),
  /** ISO 8601. */
  at: z.string(),
};

/** A passage of a document that an answer stands on. */
export const citation = z.object({
  document: z.string(),
  /** Name of the document, as a person knows it. */
  name: z.string(),
  /** Counts from 0 in its document. */
  passage: z.number().int().min(0),
  page: z.number().int().min(1).nullable(),
  text: z.string(),
  /** Similarity, higher is nearer. */
  score: z.number(),
});
export type Citation = z.output<typeof citation>;

/** What a run tells, in order; exactly one `end` or `error` is the last. */
export const runEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('start'), run: z.string(), agent: z.string(), model: z.string() }),
  z.object({ ...base, type: z.literal('plan'), steps: z.array(z.object({ id: z.string(), title: z.string() })) }),
  z.object({
    ...base,
    type: z.literal('step'),
    id: z.string(),
    title: z.string(),
    state: z.enum(['begun', 'done', 'failed']),
    detail: z.string().optional(),
  }),
  z.object({ ...base, type: z.literal('token'), text: z.string() }),
  z.object({
    ...base,
    type: z.literal('tool'),
    call: z.string(),
    name: z.string(),
    state: z.enum(['called', 'answered', 'failed']),
    arguments: z.unknown().optional(),
    result: z.unknown().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('file'),
    path: z.string(),
    action: z.enum(['created', 'changed', 'removed']),
    bytes: z.number().int().min(0),
  }),
  z.object({ ...base, type: z.literal('diff'), path: z.string().optional(), text: z.string() }),
  z.object({
    ...base,
    type: z.literal('artefact'),
    id: z.string(),
    name: z.string(),
    mime: z.string(),
    bytes: z.number().int().min(0),
    sha256: z.string(),
  }),
  z.object({ ...base, type: z.literal('citations'), citations: z.array(citation) }),
  z.object({ ...base, type: z.literal('memory'), block: z.string(), before: z.string(), after: z.string() }),
  z.object({
    ...base,
    type: z.literal('usage'),
    prompt_tokens: z.number().int().min(0),
    completion_tokens: z.number().int().min(0),
    ms: z.number().min(0),
  }),
  z.object({ ...base, type: z.literal('warning'), code: z.string(), message: z.string() }),
  z.object({ ...base, type: z.literal('end'), status: z.enum(['done', 'cancelled']), response: z.string() }),
  z.object({ ...base, type: z.literal('error'), code: z.string(), message: z.string(), next_step: z.string() }),
]);
export type RunEvent = z.output<typeof runEvent>;

export function isLast(event: RunEvent): boolean {
  return event.type === 'end' || event.type === 'error';
}
