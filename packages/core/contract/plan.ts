import { z } from 'zod';

/** Mirrors packages/core/stack/plan/types.ts, where each field is explained. */
export const reason = z.object({
  code: z.enum([
    'absent',
    'not-running',
    'config-changed',
    'content-changed',
    'image-changed',
    'network-changed',
    'volume-changed',
    'parent-recreated',
    'dead',
    'forced',
    'scale-down',
    'drift',
    'unhealthy',
    'unfinished',
    'missing-image',
    'policy',
  ]),
  field: z.string().exactOptional(),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
});

const containerAction = z.object({
  name: z.string(),
  number: z.number(),
  action: z.enum(['keep', 'done', 'wait', 'start', 'restart', 'create', 'recreate', 'remove']),
  id: z.string().exactOptional(),
  renameFrom: z.string().exactOptional(),
  portsFrom: z.array(z.object({ id: z.string(), container: z.string(), service: z.string() })).exactOptional(),
  reasons: z.array(reason),
});

const servicePlan = z.object({
  service: z.string(),
  job: z.boolean(),
  image: z.string(),
  waitsFor: z.array(
    z.object({
      service: z.string(),
      condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
      required: z.boolean(),
    }),
  ),
  containers: z.array(containerAction),
});

const networkAction = z.object({
  key: z.string(),
  name: z.string(),
  action: z.enum(['keep', 'create', 'recreate', 'external']),
  id: z.string().exactOptional(),
  reasons: z.array(reason),
});

const imageAction = z.object({
  image: z.string(),
  services: z.array(z.string()),
  action: z.enum(['keep', 'pull', 'build']),
  platform: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
  reasons: z.array(reason),
});

/** What an `up` will do. */
export const plan = z.object({
  project: z.string(),
  networks: z.array(networkAction),
  volumes: z.array(z.object({ key: z.string(), name: z.string(), action: z.enum(['keep', 'create', 'external']) })),
  images: z.array(imageAction),
  services: z.array(servicePlan),
  orphans: z.array(z.object({ container: z.string(), id: z.string(), service: z.string(), remove: z.boolean() })),
  external: z.array(z.object({ service: z.string(), url: z.string() })),
  warnings: z.array(z.object({ code: z.string(), message: z.string(), service: z.string().exactOptional() })),
  upToDate: z.boolean(),
});

export type Plan = z.infer<typeof plan>;
