import { z } from 'zod';

/** 20 MB in base64: what a document may measure on its way to an agent. */
export const documentLimit = 28_000_000;

/** `POST /rag/index`, where an agent answers from documents. The same name and content again is the same document. */
export const indexRequest = z.object({
  collection: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  name: z.string().min(1).max(200),
  content_base64: z.string().min(1).max(documentLimit),
});
export type IndexRequest = z.output<typeof indexRequest>;

/** Refused with 422 and one of NO_TEXT, UNREADABLE, TOO_LARGE, TOO_SLOW if it is none that can be read. */
export const indexAnswer = z.object({
  document: z.string(),
  collection: z.string(),
  name: z.string(),
  mime: z.string(),
  bytes: z.number().int().min(0),
  passages: z.number().int().min(0),
});
export type IndexAnswer = z.output<typeof indexAnswer>;

/** `GET /rag/documents/{document}/passages/{passage}`: what a citation points to. `DELETE /rag/documents/{document}` removes it. */
export const passage = z.object({
  document: z.string(),
  /** Counts from 0 in its document. */
  passage: z.number().int().min(0),
  name: z.string(),
  page: z.number().int().min(1).nullable(),
  text: z.string(),
  /** How many passages its document has. */
  of: z.number().int().min(1),
});
export type Passage = z.output<typeof passage>;
