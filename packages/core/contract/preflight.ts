import { z } from 'zod';
import { diagnosis } from './diagnosis.ts';

/** Mirrors packages/core/stack/preflight/types.ts. */
export const portFix = z.object({
  service: z.string(),
  target: z.number(),
  protocol: z.enum(['tcp', 'udp']),
  hostIp: z.string(),
  from: z.number(),
  /** Free when it was looked at. */
  to: z.number(),
  owner: z.string().exactOptional(),
});

const presence = z.enum(['present', 'absent', 'unknown']);

export const gpuVerdict = z.object({
  wanted: z.boolean(),
  host: presence,
  runtime: presence,
  container: z.enum(['proven', 'failed', 'not-tried']),
  detail: z.string(),
});

const finding = z.object({
  check: z.enum([
    'engine',
    'port',
    'disk',
    'memory',
    'gpu',
    'architecture',
    'secret',
    'mount',
    'network',
    'external',
    'data',
  ]),
  level: z.enum(['error', 'warning', 'info']),
  diagnosis,
  fix: portFix.exactOptional(),
});

export const preflightReport = z.object({
  ok: z.boolean(),
  /** Milliseconds. */
  took: z.number(),
  findings: z.array(finding),
  facts: z.object({
    engine: z.object({ url: z.string(), version: z.string(), apiVersion: z.string(), product: z.string() }),
    memory: z.object({ neededBytes: z.number(), totalBytes: z.number() }),
    disk: z.object({ missingImages: z.array(z.string()), freeBytes: z.number().exactOptional() }),
    gpu: gpuVerdict,
    architecture: z.string(),
  }),
});

export type PortFix = z.infer<typeof portFix>;
export type PreflightReport = z.infer<typeof preflightReport>;
