import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';

/** Mirrors `Alert` of packages/core/alerts. */
export const alert = z.object({
  /** The same for as long as it is the same alert. */
  id: z.string(),
  /** Name of the rule. */
  name: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  /** Service of the project that it is about. */
  service: z.string().exactOptional(),
  /** One sentence: what is wrong. */
  summary: z.string(),
  description: z.string().exactOptional(),
  /** What to do. */
  action: z.string().exactOptional(),
  /** Milliseconds since the epoch. */
  since: z.number(),
});

/** Mirrors `AlertsNow`. */
export const alertsNow = z.object({
  /** Who says so; null while neither runs or answers. */
  source: z.enum(['alertmanager', 'prometheus']).nullable(),
  /** The worst first. */
  firing: z.array(alert),
  /** What a person should hear of since the value before. */
  changes: z.array(z.object({ what: z.enum(['fired', 'resolved']), alert })),
});

export const alerts = {
  /**
   * What fires now by the stack's own Alertmanager (by Prometheus where only that runs), then a value with every change. An
   * alert that stays is told once, one that comes and goes at most every 15 minutes, an end when it has held for 90 seconds.
   */
  watch: base.output(eventIterator(alertsNow)),
};

export type Alert = z.infer<typeof alert>;
export type AlertsNow = z.infer<typeof alertsNow>;
