import { z } from 'zod';
import { diagnosis } from './diagnosis.ts';

/** Mirrors `ServiceStatus` of packages/core/stack/stack.ts. */
export const serviceStatus = z.object({
  service: z.string(),
  tier: z.string().exactOptional(),
  title: z.string().exactOptional(),
  state: z.enum([
    'absent',
    'created',
    'starting',
    'running',
    'healthy',
    'unhealthy',
    'restarting',
    'paused',
    'stopped',
    'finished',
    'failed',
    'external',
  ]),
  containers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      number: z.number(),
      state: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
      health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
      exitCode: z.number().exactOptional(),
      status: z.string(),
      image: z.string(),
    }),
  ),
  ports: z.array(z.object({ ip: z.string(), published: z.number(), target: z.number(), protocol: z.string() })),
  url: z.string().exactOptional(),
});

/** Mirrors `StackStatus`; `problem` is the host's: why there is no engine, or why the project cannot be read. */
export const stackStatus = z.object({
  project: z.string(),
  engine: z.object({ reachable: z.boolean(), url: z.string(), version: z.string().exactOptional() }),
  services: z.array(serviceStatus),
  /** Milliseconds since the epoch, when the engine was asked. */
  at: z.number().exactOptional(),
  problem: diagnosis.exactOptional(),
});

/** Mirrors `StackLogLine`: one line, or a seam where a container went away and came back. */
export const logLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('line'),
    service: z.string(),
    container: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    timestamp: z.string(),
    text: z.string(),
  }),
  z.object({
    kind: z.literal('seam'),
    service: z.string(),
    container: z.string(),
    timestamp: z.string(),
    reason: z.enum(['started', 'restarted', 'recreated', 'exited', 'engine-lost', 'engine-back']),
    exitCode: z.number().exactOptional(),
  }),
]);

export type ServiceStatus = z.infer<typeof serviceStatus>;
export type StackStatus = z.infer<typeof stackStatus>;
export type LogLine = z.infer<typeof logLine>;
