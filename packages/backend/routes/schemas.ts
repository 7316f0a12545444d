import { z } from 'zod';

/** The one shape of every refusal, for the OpenAPI document. */
const problem = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      next_step: z.string(),
      details: z.array(z.object({ path: z.string(), message: z.string() })),
      request_id: z.string().optional(),
    }),
  })
  .describe('What went wrong, and what to do next');

/** Answers that any guarded route may give beside its own. */
export const refusals = {
  400: problem,
  401: problem,
  403: problem,
  404: problem,
  409: problem,
  413: problem,
  415: problem,
  429: problem,
  502: problem,
  503: problem,
};

export const id = z.uuid();
export const time = z.date().or(z.iso.datetime()).describe('ISO 8601');
export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, 'has letters, digits, - and _ only, and begins with a letter or digit');
export const bearer = [{ bearer: [] }];
export const nothing = z.null().describe('No content');
/** Text for PostgreSQL, which cannot keep a zero byte. */
export const text = (most: number, least = 1) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((s) => !s.includes('\0'), 'holds a zero byte');
