import { z } from 'zod';
import { diagnosis } from './diagnosis.ts';
import { plan } from './plan.ts';

/** Mirrors packages/core/stack/events.ts, where each event is explained. */
export const stepKind = z.enum([
  'network.create',
  'network.remove',
  'volume.create',
  'volume.remove',
  'image.pull',
  'image.build',
  'image.remove',
  'container.create',
  'container.start',
  'container.stop',
  'container.restart',
  'container.hook',
  'container.remove',
  'container.rename',
  'gateway.change',
]);

export const servicePhase = z.enum([
  'kept',
  'waiting',
  'pulling',
  'building',
  'creating',
  'created',
  'starting',
  'started',
  'ready',
  'finished',
  'unhealthy',
  'restarting',
  'stopping',
  'stopped',
  'removed',
  'failed',
  'skipped',
]);

export const summary = z.object({
  /** Milliseconds. */
  took: z.number(),
  ready: z.number(),
  finished: z.number(),
  kept: z.number(),
  created: z.number(),
  recreated: z.number(),
  started: z.number(),
  stopped: z.number(),
  removed: z.number(),
  failed: z.array(z.string()),
});

const exitCode = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(130),
]);

export const outcome = z.enum(['done', 'failed', 'cancelled']);

/** Milliseconds since the operation began. */
const at = z.number();

export const stackEvent = z.discriminatedUnion('type', [
  z.object({ at, type: z.literal('plan'), plan }),
  z.object({
    at,
    type: z.literal('step'),
    step: stepKind,
    subject: z.string(),
    service: z.string().exactOptional(),
    state: z.enum(['started', 'done', 'failed']),
    took: z.number().exactOptional(),
  }),
  z.object({
    at,
    type: z.literal('service'),
    service: z.string(),
    state: servicePhase,
    waitingFor: z.array(z.object({ service: z.string(), condition: z.string() })).exactOptional(),
    by: z.enum(['engine', 'own-probe', 'running', 'exit']).exactOptional(),
    took: z.number().exactOptional(),
  }),
  z.object({
    at,
    type: z.literal('pull'),
    image: z.string(),
    state: z.enum(['queued', 'downloading', 'extracting', 'done', 'failed']),
    downloadedBytes: z.number(),
    totalBytes: z.number(),
    layersDone: z.number(),
    layersTotal: z.number(),
  }),
  z.object({ at, type: z.literal('build'), service: z.string(), image: z.string(), line: z.string() }),
  z.object({
    at,
    type: z.literal('progress'),
    fraction: z.number(),
    phase: z.string(),
    downloadedBytes: z.number(),
    totalBytes: z.number(),
  }),
  z.object({
    at,
    type: z.literal('warning'),
    code: z.string(),
    message: z.string(),
    service: z.string().exactOptional(),
  }),
  z.object({ at, type: z.literal('failure'), diagnosis }),
  z.object({ at, type: z.literal('end'), outcome, exitCode, summary }),
]);

export type StackEvent = z.infer<typeof stackEvent>;
