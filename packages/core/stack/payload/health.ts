import type { Service } from '../../compose/index.ts';
import type { HealthSpec } from '../../engine/index.ts';
import { nanoseconds } from './nanoseconds.ts';
import { present } from './present.ts';

/** What an image says about its health, as far as the engine port tells. */
export interface ImageHealth {
  hasHealthcheck: boolean;
  /** The image's own HEALTHCHECK. */
  healthcheck?: HealthSpec;
  /** The image's SHELL, in which a CMD-SHELL test runs. */
  shell?: readonly string[];
}

/** All in nanoseconds, except `retries`; the engine's defaults stand where neither file nor image says anything. */
export interface HealthTiming {
  intervalNs: number;
  timeoutNs: number;
  startPeriodNs: number;
  startIntervalNs: number;
  retries: number;
}

/** Engine defaults (moby daemon/health.go; facts 2). */
const engineDefault: HealthTiming = {
  intervalNs: 30e9,
  timeoutNs: 30e9,
  startPeriodNs: 0,
  startIntervalNs: 5e9,
  retries: 3,
};

/** `undefined` if the service inherits its image's health check unchanged. Durations in nanoseconds, 0 = inherit. */
export function healthSpec(service: Service): HealthSpec | undefined {
  const check = service.healthcheck;
  if (!check) return undefined;
  if (check.disable) return { Test: ['NONE'] };
  const test = check.test;
  return {
    // Without a test the engine takes the image's, with the numbers given here.
    Test: test === undefined ? [] : typeof test === 'string' ? ['CMD-SHELL', test] : [...test],
    ...present({
      Interval: nanoseconds(check.interval),
      Timeout: nanoseconds(check.timeout),
      StartPeriod: nanoseconds(check.start_period),
      StartInterval: nanoseconds(check.start_interval),
      Retries: check.retries === undefined ? undefined : Number(check.retries),
    }),
  };
}

/** How the engine will time the checks: the file's values, else the image's, else the engine's own. */
export function healthTiming(service: Service, image?: Partial<ImageHealth>): HealthTiming {
  const file = healthSpec(service);
  const base = image?.healthcheck;
  return {
    intervalNs: file?.Interval || base?.Interval || engineDefault.intervalNs,
    timeoutNs: file?.Timeout || base?.Timeout || engineDefault.timeoutNs,
    startPeriodNs: file?.StartPeriod || base?.StartPeriod || engineDefault.startPeriodNs,
    startIntervalNs: file?.StartInterval || base?.StartInterval || engineDefault.startIntervalNs,
    retries: file?.Retries || base?.Retries || engineDefault.retries,
  };
}

/**
 * The health command as argv, for running it ourselves by exec; `undefined` if there is none, it is switched off, or it is
 * the image's and the image's is not known. CMD is an argv already, CMD-SHELL runs in the image's shell, as the
 * engine does it (moby daemon/health.go).
 */
export function healthCommand(service: Service, image?: Partial<ImageHealth>): { cmd: string[] } | undefined {
  const file = healthSpec(service)?.Test ?? [];
  const [kind, ...rest] = file.length > 0 ? file : (image?.healthcheck?.Test ?? []);
  if (kind === 'CMD' && rest.length > 0) return { cmd: rest };
  const [script] = rest;
  if (kind !== 'CMD-SHELL' || script === undefined) return undefined;
  const shell = image?.shell && image.shell.length > 0 ? image.shell : ['/bin/sh', '-c'];
  return { cmd: [...shell, script] };
}

/**
 * Adds a short StartInterval, so that the first verdict does not take a whole interval (facts 4.4, no. 2). It counts only
 * within a start period (moby#48874): the file's, else one interval is made up, so that an unhealthy verdict comes at
 * most one interval later than it would. Left alone: checks that are off, that set a start_interval, and those of an
 * image whose timing is not known.
 */
export function withEarlyChecks(
  service: Service,
  image: Partial<ImageHealth>,
  startIntervalMs: number,
): HealthSpec | undefined {
  const spec = healthSpec(service);
  const test = spec && spec.Test.length > 0 ? spec.Test : (image.healthcheck?.Test ?? []);
  if (test.length === 0 || test[0] === 'NONE') return spec;
  if (image.hasHealthcheck === true && image.healthcheck === undefined && !spec) return spec;
  if (spec?.StartInterval || image.healthcheck?.StartInterval) return spec;
  const timing = healthTiming(service, image);
  return {
    ...(spec ?? { Test: [] }),
    StartPeriod: timing.startPeriodNs || timing.intervalNs,
    StartInterval: startIntervalMs * 1e6,
  };
}
