import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** Ollama takes what it knows and passes over the rest; so do we. */
const options = z
  .looseObject({
    temperature: z.number().optional(),
    top_k: z.number().int().optional(),
    top_p: z.number().optional(),
    min_p: z.number().optional(),
    seed: z.number().int().optional(),
    num_predict: z.number().int().optional(),
    num_ctx: z.number().int().positive().optional(),
    repeat_penalty: z.number().optional(),
    stop: z.union([z.string(), z.array(z.string())]).optional(),
  })
  .optional();

const one = {
  model: z.string().min(1),
  stream: z.boolean().default(true),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  options,
  format: z.unknown().optional(),
  think: z.union([z.boolean(), z.string()]).optional(),
};
const turn = z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string().default('') });

export const chatRequest = z.looseObject({
  ...one,
  messages: z.array(turn).default([]),
  tools: z.array(z.unknown()).optional(),
});
export const generateRequest = z.looseObject({
  ...one,
  prompt: z.string().default(''),
  system: z.string().optional(),
  raw: z.boolean().default(false),
});
export const embedRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string())]).default([]),
  keep_alive: one.keep_alive,
});
export const namedRequest = z
  .looseObject({ model: z.string().optional(), name: z.string().optional(), stream: z.boolean().default(true) })
  .transform((b) => ({ ...b, model: b.model ?? b.name ?? '' }));

/** Aborted when the caller has gone. */
export function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Lines of JSON, begun with the first one: what fails before it has a status of its own. */
export function lines(reply: FastifyReply, type = 'application/x-ndjson') {
  const begin = () => {
    if (reply.raw.headersSent) return;
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': type });
  };
  return {
    get begun() {
      return reply.raw.headersSent;
    },
    send(text: string) {
      begin();
      if (!reply.raw.writableEnded && !reply.raw.destroyed) reply.raw.write(text);
    },
    end() {
      begin();
      reply.raw.end();
    },
  };
}
