import { z } from 'zod';

export const severity = z.enum(['error', 'warning', 'info']);

/** Mirrors `Diagnosis` of packages/core/diagnose/error.ts; what is in it is redacted and may be shown. */
export const diagnosis = z.object({
  /** Stable identifier from the catalogue (docs/errors.md). */
  code: z.string(),
  title: z.string(),
  cause: z.string(),
  /** Most useful first; commands stand in backticks. */
  nextSteps: z.array(z.string()),
  /** Absent means `error`. */
  severity: severity.exactOptional(),
  service: z.string().exactOptional(),
  location: z
    .object({
      file: z.string(),
      line: z.number().exactOptional(),
      column: z.number().exactOptional(),
      key: z.string().exactOptional(),
    })
    .exactOptional(),
  raw: z.string().exactOptional(),
  evidence: z.array(z.object({ label: z.string(), lines: z.array(z.string()) })).exactOptional(),
  /** What the catalogue's texts were filled with, for pages in another language. */
  words: z
    .object({
      params: z.record(z.string(), z.string()),
      steps: z.array(z.number().int()),
      own: z.array(z.enum(['title', 'cause'])).exactOptional(),
    })
    .exactOptional(),
});

export type Diagnosis = z.infer<typeof diagnosis>;
