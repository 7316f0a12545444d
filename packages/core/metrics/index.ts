export type { HostUsage } from './host-usage.ts';
export type { SampledContainer } from './looks.ts';
export { marksBetween } from './marks.ts';
export { type PrometheusAnswer, queryPrometheus, type RangeQuery } from './prometheus.ts';
export { Recorder } from './recorder.ts';
export { Sampler } from './sampler.ts';
export type { LiveSample } from './samples.ts';
export { scrapeTargets, type TargetGroup } from './scrape-targets.ts';
export { scrapeTargetFiles } from './write-targets.ts';
