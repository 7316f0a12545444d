import { z } from 'zod';
import { base } from './base.ts';

const id = z.string().min(1).max(100);

export const documentInfo = z.object({
  id: z.string(),
  name: z.string(),
  mime: z.string(),
  bytes: z.number(),
  /** Milliseconds since the epoch. */
  addedAt: z.number(),
  /** Agents that have taken it in. */
  indexedBy: z.array(z.object({ agent: z.string(), passages: z.number() })),
});

export const documentPassage = z.object({
  document: z.string(),
  name: z.string(),
  passage: z.number(),
  page: z.number().nullable(),
  text: z.string(),
  /** How many passages the document has; null if its agent cannot be asked now and the text is the citation's own. */
  of: z.number().nullable(),
});

export const documents = {
  /** Keeps it here; with `agent`, has it taken in there at once. At most 20 MB. */
  add: base
    .input(
      z.object({
        name: z.string().min(1).max(500),
        dataBase64: z.string().max(28_000_000),
        agent: z.string().max(100).optional(),
      }),
    )
    .output(documentInfo),
  list: base.output(z.array(documentInfo)),
  remove: base.input(z.object({ id })),
  /** What a citation points to. */
  passage: base.input(z.object({ document: id, passage: z.number().int().min(0) })).output(documentPassage),
};

export type DocumentInfo = z.infer<typeof documentInfo>;
export type DocumentPassage = z.infer<typeof documentPassage>;
