import { z } from 'zod';

/** What we read of Ollama's answers (ollama/ollama 0.32, docs/api). Loose: a newer server may say more. */
const details = z
  .object({
    family: z.string().catch(''),
    parameter_size: z.string().catch(''),
    quantization_level: z.string().catch(''),
  })
  .catch({ family: '', parameter_size: '', quantization_level: '' });

export const wireVersion = z.object({ version: z.string() });

export const wireTags = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        size: z.number().catch(0),
        modified_at: z.string().catch(''),
        details,
        capabilities: z.array(z.string()).optional().catch(undefined),
      }),
    )
    .nullable()
    .transform((models) => models ?? []),
});

export const wirePs = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        size: z.number().catch(0),
        size_vram: z.number().catch(0),
        expires_at: z.string().catch(''),
        context_length: z.number().optional().catch(undefined),
      }),
    )
    .nullable()
    .transform((models) => models ?? []),
});

export const wireShow = z.object({
  details,
  capabilities: z.array(z.string()).catch([]),
  model_info: z.record(z.string(), z.unknown()).catch({}),
});

export const wireChat = z.object({
  message: z.object({ content: z.string().catch(''), thinking: z.string().optional() }).optional(),
  done: z.boolean().catch(false),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
  total_duration: z.number().optional(),
});

export const wirePull = z.object({
  status: z.string().catch(''),
  digest: z.string().optional(),
  total: z.number().optional(),
  completed: z.number().optional(),
});

/** Tokens a model was trained for: under its architecture's own name. */
export function trainedContext(info: Record<string, unknown>): number | null {
  const value = info[`${String(info['general.architecture'])}.context_length`];
  return typeof value === 'number' && value > 0 ? value : null;
}
