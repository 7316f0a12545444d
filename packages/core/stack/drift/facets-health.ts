import type { Facet, View } from './facet.ts';
import { count, record, texts } from './read.ts';

/** What the engine does when nothing is said, in nanoseconds (facts 2). */
const defaults = { interval: 30e9, timeout: 30e9, start_period: 0, start_interval: 5e9 } as const;
const defaultRetries = 3;

/** The health check with its effective numbers; nothing if there is none. */
export function healthFacets({ config }: View): Facet[] {
  const check = record(config.Healthcheck);
  const test = texts(check.Test);
  if (test.length === 0) return [];
  if (test[0] === 'NONE') return [['healthcheck.test', 'NONE']];
  const duration = (field: keyof typeof defaults, value: unknown): Facet => {
    const ns = count(value) || defaults[field];
    return [`healthcheck.${field}`, ns === defaults[field] ? '' : seconds(ns)];
  };
  const retries = count(check.Retries) || defaultRetries;
  return [
    ['healthcheck.test', JSON.stringify(test)],
    duration('interval', check.Interval),
    duration('timeout', check.Timeout),
    duration('start_period', check.StartPeriod),
    duration('start_interval', check.StartInterval),
    ['healthcheck.retries', retries === defaultRetries ? '' : String(retries)],
  ];
}

function seconds(ns: number): string {
  return ns % 1e6 === 0 ? `${ns / 1e9}s` : `${ns}ns`;
}
