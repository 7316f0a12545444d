import { z } from 'zod';

/** A compose service name; what the engine allows in one. */
export const serviceName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w.-]+$/, 'letters, digits, dot, dash and underscore');

/** Part of the stack an operation is about; nothing given means all of it. Mirrors `Selection` of stack/model.ts. */
export const selection = z.object({
  services: z.array(serviceName).max(1000).optional(),
  /** `x-sutazai.tier` of the services. */
  tier: z.string().max(200).optional(),
});
