import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';

/** Milliseconds since the epoch. */
const time = z.number().min(0).max(8.64e15);
const range = { from: time, to: time };

export const liveSample = z.object({
  at: time,
  host: z.object({
    /** Percent of the whole machine, 0 to 100. */
    cpuPercent: z.number(),
    cores: z.number(),
    memoryUsedBytes: z.number(),
    memoryTotalBytes: z.number(),
  }),
  /** Running services only; several containers of one are added up. */
  services: z.array(
    z.object({
      service: z.string(),
      /** Percent of one core. */
      cpuPercent: z.number(),
      memoryBytes: z.number(),
      memoryLimitBytes: z.number(),
      rxBytesPerSecond: z.number(),
      txBytesPerSecond: z.number(),
    }),
  ),
});

export const metric = z.enum(['cpu', 'memory', 'rx', 'tx']);

const seriesKey = z.object({
  /** `host`, or a service. */
  of: z.string().max(200),
  metric,
});

export const stackMark = z.object({
  at: time,
  service: z.string(),
  what: z.enum(['failed', 'unhealthy', 'healthy', 'restarted', 'stopped', 'started']),
});

/** Milliseconds since the epoch, value; null where nothing was measured. */
const point = z.tuple([z.number(), z.number().nullable()]);

export const monitor = {
  /** Every two seconds while somebody listens. */
  live: base.output(eventIterator(liveSample)),
  /**
   * Averages in `points` equal parts of the time asked for; null where nothing was measured. The last 24 h are kept as
   * measured, 30 days in averages of five minutes. Units as in `live`: percent, bytes, bytes per second.
   */
  history: base
    .input(
      z.object({
        ...range,
        points: z.number().int().min(2).max(2000),
        series: z.array(seriesKey).min(1).max(200),
      }),
    )
    .output(z.object({ series: z.array(seriesKey.extend({ points: z.array(point) })) })),
  /** What happened to services, oldest first, at most 10,000. */
  events: base.input(z.object(range)).output(z.array(stackMark)),
  /** PromQL over the stack's own Prometheus, where it runs. `step` in seconds. */
  prometheus: base
    .input(z.object({ ...range, query: z.string().min(1).max(10_000), step: z.number().positive().max(86_400) }))
    .output(
      z.discriminatedUnion('available', [
        z.object({
          available: z.literal(true),
          series: z.array(z.object({ labels: z.record(z.string(), z.string()), points: z.array(point) })),
        }),
        /** In words: it is not in the chosen profiles, does not run, does not answer, or refuses the query. */
        z.object({ available: z.literal(false), reason: z.string() }),
      ]),
    ),
};

export type LiveSample = z.infer<typeof liveSample>;
export type StackMark = z.infer<typeof stackMark>;
export type Metric = z.infer<typeof metric>;
