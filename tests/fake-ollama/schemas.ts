import { z } from 'zod';

/**
 * Ollama's answers as facts 3.1 tell them (ollama/ollama 0.32: docs/api, types/model/capability.go). The fake is held to
 * these, and so is every other server that speaks the protocol.
 */
const count = z.number().int().min(0);
const instant = z.iso.datetime({ offset: true });
const details = z.object({
  format: z.string(),
  family: z.string(),
  parameter_size: z.string(),
  quantization_level: z.string(),
});

const listed = {
  name: z.string(),
  model: z.string(),
  size: count,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  details,
};

export const tags = z.object({ models: z.array(z.object({ ...listed, modified_at: instant })) });

export const ps = z.object({
  models: z.array(z.object({ ...listed, expires_at: instant, size_vram: count, context_length: count })),
});

export const capability = z.enum([
  'completion',
  'tools',
  'insert',
  'vision',
  'embedding',
  'thinking',
  'image',
  'audio',
]);

export const show = z.object({
  details,
  template: z.string(),
  model_info: z
    .looseObject({ 'general.architecture': z.string() })
    .refine(
      (info) => typeof (info as Record<string, unknown>)[`${info['general.architecture']}.context_length`] === 'number',
      'has the trained window',
    ),
  capabilities: z.array(capability),
});

const counts = {
  done_reason: z.enum(['stop', 'length', 'load', 'unload']),
  total_duration: count,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
};
const head = { model: z.string(), created_at: instant };
const toolCall = z.object({
  function: z.object({ index: count.optional(), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
});
const chatMessage = z.object({
  role: z.literal('assistant'),
  content: z.string(),
  thinking: z.string().optional(),
  tool_calls: z.array(toolCall).optional(),
});

export const chatLine = z.union([
  z.strictObject({ ...head, message: chatMessage, done: z.literal(false) }),
  z.strictObject({ ...head, message: chatMessage, done: z.literal(true), ...counts }),
]);

export const generateLine = z.union([
  z.strictObject({ ...head, response: z.string(), thinking: z.string().optional(), done: z.literal(false) }),
  z.strictObject({ ...head, response: z.string(), done: z.literal(true), ...counts }),
]);

export const embed = z.object({ model: z.string(), embeddings: z.array(z.array(z.number())), total_duration: count });

export const failed = z.strictObject({ error: z.string() });

export const pullLine = z.union([
  z.strictObject({
    status: z.string(),
    digest: z.string().startsWith('sha256:'),
    total: count,
    completed: count.optional(),
  }),
  z.strictObject({ status: z.string() }),
]);

export const v1Failed = z.strictObject({
  error: z.strictObject({ message: z.string(), type: z.string(), param: z.null(), code: z.null() }),
});
const v1Usage = z.object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });
const v1Head = { id: z.string(), created: count, model: z.string() };
const finish = z.enum(['stop', 'length', 'tool_calls']);

export const v1Completion = z.object({
  ...v1Head,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.object({
      index: count,
      message: z.object({ role: z.literal('assistant'), content: z.string() }),
      finish_reason: finish,
    }),
  ),
  usage: v1Usage,
});

export const v1Chunk = z.object({
  ...v1Head,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: count,
      delta: z.object({ role: z.literal('assistant'), content: z.string() }),
      finish_reason: finish.nullable(),
    }),
  ),
  usage: v1Usage.optional(),
});

export const v1List = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ id: z.string(), object: z.literal('model'), created: count, owned_by: z.string() })),
});
