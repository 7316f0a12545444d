import { isAbsolute, resolve } from 'node:path';
import type { Service } from '../../compose/index.ts';
import { isRemote, parseBytes } from '../../compose/index.ts';
import type { BuildOptions, BuildSecret, BuildSsh } from '../../engine/index.ts';
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
    context: isAbsolute(context) || isRemote(context) ? context : resolve(model.workingDir, context),
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
    ...(build.secrets?.length ? { secrets: buildSecrets(model, service) } : {}),
    ...(build.ssh?.length ? { ssh: buildSsh(service, model.variables) } : {}),
  };
}

/** A build's secrets by the id that `RUN --mount=type=secret,id=` names: the target, else the secret's own name. */
export function buildSecrets(model: Pick<StackModel, 'project' | 'variables'>, service: Service): BuildSecret[] {
  return (service.build?.secrets ?? []).map(({ source, target }) => {
    const { file, environment, content } = model.project.secrets?.[source] ?? {};
    const value = environment === undefined ? content : model.variables[environment];
    return { id: target ?? source, ...(file ? { file } : {}), ...(value === undefined ? {} : { value }) };
  });
}

/** `default` is the user's own agent; `NAME=SOCKET` another one. A missing agent has an empty socket. */
export function buildSsh(service: Service, variables: Readonly<Record<string, string | undefined>>): BuildSsh[] {
  return (service.build?.ssh ?? []).map((entry) => {
    const [id = 'default', ...path] = entry.split('=');
    return { id, socket: path.join('=') || variables.SSH_AUTH_SOCK || '' };
  });
}

/** BuildKit takes both spellings of a proxy for one, and of two values any: what the file sets must be the only one. */
function withoutSet(proxies: Readonly<Record<string, string>>, args: Readonly<Record<string, unknown>> = {}) {
  const set = new Set(Object.keys(args).map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(proxies).filter(([key]) => !set.has(key.toLowerCase())));
}
