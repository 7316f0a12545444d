import { isAbsolute, resolve } from 'node:path';
import type { Service } from '../../compose/index.ts';
import { parseBytes } from '../../compose/index.ts';
import type { BuildOptions } from '../../engine/index.ts';
import { composeVersion, label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { filled, present } from '../payload/present.ts';

/** A service's `build` block as the engine's build call takes it; tagged and labelled as docker compose does (facts 1.2). */
export function buildOptions(
  model: StackModel,
  name: string,
  service: Service,
  /** Proxy variables, where the file does not set them as arguments itself. */
  proxies: Readonly<Record<string, string>> = {},
): Omit<BuildOptions, 'signal'> {
  const build = service.build ?? {};
  const context = build.context ?? '.';
  return {
    context: isAbsolute(context) ? context : resolve(model.workingDir, context),
    ...(build.dockerfile ? { dockerfile: build.dockerfile } : {}),
    ...(build.dockerfile_inline ? { dockerfileInline: build.dockerfile_inline } : {}),
    tags: [service.image ?? `${model.project.name}-${name}`, ...(build.tags ?? [])],
    ...(build.target ? { target: build.target } : {}),
    ...present({ args: filled({ ...withoutSet(proxies, build.args), ...build.args }) }),
    labels: {
      ...build.labels,
      [label.project]: model.project.name,
      [label.service]: name,
      [label.version]: composeVersion,
    },
    ...(build.network ? { network: build.network } : {}),
    ...(service.platform ? { platform: service.platform } : {}),
    ...(build.no_cache ? { noCache: true } : {}),
    ...(build.pull ? { pull: true } : {}),
    ...(build.extra_hosts ? { extraHosts: build.extra_hosts.map((h) => h.replace('=', ':')) } : {}),
    ...(build.cache_from ? { cacheFrom: build.cache_from } : {}),
    ...(build.shm_size ? { shmSizeBytes: parseBytes(String(build.shm_size)) } : {}),
  };
}

/** BuildKit takes both spellings of a proxy for one, and of two values any: what the file sets must be the only one. */
function withoutSet(proxies: Readonly<Record<string, string>>, args: Readonly<Record<string, unknown>> = {}) {
  const set = new Set(Object.keys(args).map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(proxies).filter(([key]) => !set.has(key.toLowerCase())));
}
