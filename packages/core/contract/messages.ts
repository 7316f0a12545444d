import { z } from 'zod';
import { diagnosis } from './diagnosis.ts';

/** A passage of a document that an answer stands on. Its text is kept with the answer: it outlives the document. */
export const citation = z.object({
  /** Id of the document as `documents` knows it, else the agent's own. */
  document: z.string(),
  name: z.string(),
  /** Counts from 0 in its document. */
  passage: z.number(),
  page: z.number().nullable(),
  text: z.string(),
  score: z.number(),
});

export const step = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['planned', 'begun', 'done', 'failed']),
  detail: z.string().exactOptional(),
  /** Milliseconds since the epoch. */
  begunAt: z.number().exactOptional(),
  endedAt: z.number().exactOptional(),
});

export const toolCall = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['called', 'answered', 'failed']),
  /** JSON, as text; cut where it is long. */
  arguments: z.string().exactOptional(),
  result: z.string().exactOptional(),
});

export const usage = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** Milliseconds the model worked. */
  ms: z.number(),
});

/** What an answer has beside its words. */
export const messageDetail = z.object({
  steps: z.array(step),
  tools: z.array(toolCall),
  citations: z.array(citation),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  /** Files, diffs and artefacts of an agent, as it told them. */
  products: z.array(
    z.object({
      kind: z.enum(['file', 'diff', 'artefact', 'memory']),
      name: z.string(),
      text: z.string().exactOptional(),
      bytes: z.number().exactOptional(),
    }),
  ),
  usage: usage.nullable(),
  /** Milliseconds from sending to the first word; null until then. */
  firstTokenMs: z.number().nullable(),
  /** Tokens of the window it was answered in; null if unknown. */
  window: z.number().nullable(),
  /** Why it failed or broke off, and what to do. */
  failure: diagnosis.nullable(),
});

export const message = z.object({
  id: z.string(),
  conversation: z.string(),
  /** The message it follows; null for a first one. Several with one parent are versions of each other. */
  parent: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  /** Plain text, Markdown in answers. Never to be taken for HTML. */
  text: z.string(),
  /** `broken-off`: the program ended while it ran; what had come is kept. */
  state: z.enum(['done', 'running', 'stopped', 'failed', 'broken-off']),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  /** Attached to a question: they count for every answer below it. */
  documents: z.array(z.object({ id: z.string(), name: z.string() })),
  detail: messageDetail,
});

export const conversation = z.object({
  id: z.string(),
  /** Empty until its first question, whose beginning it takes. */
  title: z.string(),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  /** Last message of the branch that is shown; null while it is empty. */
  leaf: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** An answer is on its way. */
  running: z.boolean(),
});

export type Citation = z.infer<typeof citation>;
export type MessageDetail = z.infer<typeof messageDetail>;
export type Message = z.infer<typeof message>;
export type Conversation = z.infer<typeof conversation>;
