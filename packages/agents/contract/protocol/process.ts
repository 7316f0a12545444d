import { z } from 'zod';

/** A megabyte of text: more is a document, not a question. */
export const promptLimit = 1_000_000;

export const processRequest = z.object({
  prompt: z.string().trim().min(1, 'is empty').max(promptLimit),
  model: z.string().min(1).max(200).optional(),
  /** Turns before this one, oldest first. */
  history: z
    .array(z.object({ role: z.enum(['user', 'assistant']), content: z.string().max(promptLimit) }))
    .max(1000)
    .optional(),
  /** Collections to answer from, where the agent can. */
  collections: z.array(z.string().max(200)).max(20).optional(),
  session: z.string().max(200).optional(),
});
export type ProcessRequest = z.output<typeof processRequest>;

/** What `POST /process` answers (MISSION.md). */
export const processAnswer = z.object({
  status: z.enum(['success', 'error', 'cancelled']),
  agent: z.string(),
  response: z.string(),
  processing_time_ms: z.number().min(0),
  model: z.string(),
  timestamp: z.string(),
});
export type ProcessAnswer = z.output<typeof processAnswer>;

/** What an agent can do and needs, compared with the model before a run. */
export const capabilities = z.object({
  agent: z.string(),
  version: z.string(),
  needs: z.array(z.enum(['tools', 'vision', 'embedding'])),
  /** Tokens of context window that a run needs at the least. */
  min_context: z.number().int().min(0),
  streams: z.enum(['token', 'step']),
  /** Takes documents in (`/rag/index`) and answers from them with citations. */
  documents: z.boolean().optional(),
});
export type Capabilities = z.output<typeof capabilities>;
