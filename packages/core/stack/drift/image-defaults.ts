import type { ContainerSpec, HealthSpec, ImageDetail } from '../../engine/index.ts';
import type { Json } from './read.ts';

/** What the port's image detail may tell beyond its fixed fields. */
type ImageConfig = ImageDetail['config'] & { healthcheck?: HealthSpec };

/**
 * Fills a request up with the image's values, by the engine's own rules (moby daemon/commit.go `merge`): setting an
 * entrypoint drops the image's command, `command: []` does not clear it, a bare `K` in Env drops the image's K.
 */
export function withImageDefaults(spec: ContainerSpec, image: ImageDetail): Json {
  const config: ImageConfig = image.config;
  const ownEntrypoint = (spec.Entrypoint?.length ?? 0) > 0;
  const ownCommand = (spec.Cmd?.length ?? 0) > 0;
  return {
    ...spec,
    Entrypoint: spec.Entrypoint ?? config.entrypoint ?? [],
    Cmd: ownEntrypoint || ownCommand ? (spec.Cmd ?? []) : (config.cmd ?? []),
    Env: environment(spec.Env ?? [], config.env),
    Labels: { ...config.labels, ...spec.Labels },
    ExposedPorts: { ...Object.fromEntries(config.exposedPorts.map((port) => [port, {}])), ...spec.ExposedPorts },
    User: spec.User || config.user,
    WorkingDir: spec.WorkingDir || config.workingDir,
    StopSignal: spec.StopSignal || config.stopSignal,
    Healthcheck: healthcheck(spec.Healthcheck, config.healthcheck),
  };
}

function environment(own: readonly string[], image: readonly string[]): string[] {
  const key = (entry: string) => entry.split('=', 1)[0];
  const set = new Set(own.map(key));
  return [...own, ...image.filter((entry) => !set.has(key(entry)))];
}

function healthcheck(own: HealthSpec | undefined, image: HealthSpec | undefined): HealthSpec | undefined {
  if (!own || !image) return own ?? image;
  const merged: HealthSpec = { ...image, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value)) };
  return { ...merged, Test: own.Test.length > 0 ? own.Test : image.Test };
}
