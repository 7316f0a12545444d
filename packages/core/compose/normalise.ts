import { existsSync } from 'node:fs';
import { readEnvFile } from './environment.ts';
import type { Mapping } from './errors.ts';
import type { Build, FileObject, Network, Project, Service, ServiceDependency, Volume } from './model.ts';

/** A service as the files give it, before env files are read. */
export type RawService = Service & {
  env_file?: { path: string; required: boolean; format?: string }[];
  label_file?: string[];
};

/** Keys whose zero value compose leaves out (Go's omitempty); for `init`, `attach` and `scale` a zero says something. */
const zeroIsAbsent = [
  'privileged',
  'read_only',
  'stdin_open',
  'tty',
  'oom_kill_disable',
  'oom_score_adj',
  'use_api_socket',
  'cpus',
  'cpu_count',
  'cpu_percent',
  'cpu_period',
  'cpu_quota',
  'cpu_rt_period',
  'cpu_rt_runtime',
  'cpu_shares',
  'pids_limit',
] as const satisfies (keyof Service)[];

/** Fills in what the files leave out, as compose does (facts 1.1, no. 7 and 10). Changes and returns its argument. */
export async function normaliseService(
  service: RawService,
  base: string,
  lookup: (name: string) => string | undefined,
): Promise<Service> {
  service.command ??= null;
  service.entrypoint ??= null;
  if (!service.networks && !service.network_mode && !service.provider) service.networks = { default: null };
  if (service.build) normaliseBuild(service.build, base, lookup);
  await environmentOf(service, lookup);
  let fromFiles: Record<string, string> = {};
  for (const file of service.label_file ?? []) {
    fromFiles = { ...fromFiles, ...Object.fromEntries(await readEnvFile(file, lookup)) };
  }
  if (service.label_file) service.labels = { ...fromFiles, ...service.labels };
  delete service.label_file;
  for (const [on, dependency] of implicitDependencies(service)) {
    service.depends_on = { ...service.depends_on };
    service.depends_on[on] ??= dependency;
  }
  for (const secret of service.secrets ?? []) secret.target ??= `/run/secrets/${secret.source}`;
  if (service.extra_hosts) service.extra_hosts = [...service.extra_hosts].sort();
  if (service.deploy) {
    service.deploy.resources ??= {};
    service.deploy.placement ??= {};
    for (const update of [service.deploy.update_config, service.deploy.rollback_config]) {
      if (update?.delay === '0s') delete update.delay;
      if (update?.monitor === '0s') delete update.monitor;
    }
  }
  for (const key of zeroIsAbsent) if (!service[key]) delete service[key];
  if (service.pull_policy === 'if_not_present') service.pull_policy = 'missing';
  for (const key of Object.keys(service) as (keyof Service)[]) {
    const value: unknown = service[key];
    const empty = Array.isArray(value) && value.length === 0;
    if (empty && key !== 'command' && key !== 'entrypoint') delete service[key];
  }
  return service;
}

function normaliseBuild(build: Build, base: string, lookup: (name: string) => string | undefined): void {
  build.context ??= base;
  if (!build.dockerfile_inline && !build.dockerfile) build.dockerfile = 'Dockerfile';
  if (!build.args) return;
  for (const [key, value] of Object.entries(build.args)) {
    if (value !== null) continue;
    const found = lookup(key);
    if (found === undefined) delete build.args[key];
    else build.args[key] = found;
  }
}

/** Env files below, `environment` above; a key without a value is taken from the environment, else kept as unset. */
async function environmentOf(service: RawService, lookup: (name: string) => string | undefined): Promise<void> {
  const result: Record<string, string | null> = {};
  for (const file of service.env_file ?? []) {
    if (!file.required && !existsSync(file.path)) continue;
    const inner = (key: string) => lookup(key) ?? result[key] ?? undefined;
    for (const [key, value] of await readEnvFile(file.path, inner)) result[key] = value;
  }
  for (const [key, value] of Object.entries(service.environment ?? {})) result[key] = value ?? lookup(key) ?? null;
  delete service.env_file;
  if (Object.keys(result).length > 0) service.environment = result;
  else delete service.environment;
}

function implicitDependencies(service: Service): [string, ServiceDependency][] {
  const found: [string, ServiceDependency][] = [];
  const started = { condition: 'service_started' as const, restart: true, required: true };
  for (const link of service.links ?? []) found.push([link.split(':')[0] ?? '', started]);
  for (const mode of [service.network_mode, service.ipc, service.pid, service.uts, service.cgroup]) {
    if (mode?.startsWith('service:')) found.push([mode.slice('service:'.length), started]);
  }
  for (const from of service.volumes_from ?? []) {
    if (from.startsWith('container:')) continue;
    found.push([from.split(':')[0] ?? '', { condition: 'service_started', required: true }]);
  }
  return found;
}

/** Engine names of the project's resources: `<project>_<key>`, or the given name, or the bare key if external. */
export function nameResources(project: Project): void {
  const name = (key: string, one: { name?: string; external?: boolean }) => {
    one.name ??= one.external ? key : `${project.name}_${key}`;
  };
  for (const [key, network] of Object.entries(project.networks ?? {})) {
    name(key, network);
    network.ipam ??= {};
  }
  for (const kind of ['volumes', 'secrets', 'configs'] as const) {
    for (const [key, one] of Object.entries(project[kind] ?? {})) name(key, one);
  }
}

/** Keeps the resources that some service uses, as compose does; adds the implicit default network. */
export function usedResources(
  tree: Mapping,
  services: readonly Service[],
): Pick<Project, 'networks' | 'volumes' | 'secrets' | 'configs'> {
  const pick = <T>(kind: string, keys: Iterable<string>, fallback?: T): Record<string, T> | undefined => {
    const all = (tree[kind] ?? {}) as Record<string, T>;
    const result: Record<string, T> = {};
    for (const key of [...new Set(keys)].sort()) {
      const one = all[key] ?? fallback;
      if (one !== undefined) result[key] = structuredClone(one);
    }
    return Object.keys(result).length > 0 ? result : undefined;
  };
  const flat = (of: (s: Service) => string[]) => services.flatMap(of);
  const networks = pick<Network>(
    'networks',
    flat((s) => Object.keys(s.networks ?? {})),
  );
  if (services.some((s) => s.networks && 'default' in s.networks) && !networks?.default) {
    return { ...rest(), networks: { default: {}, ...networks } };
  }
  return { ...rest(), ...(networks ? { networks } : {}) };

  function rest() {
    const volumes = pick<Volume>(
      'volumes',
      flat((s) => (s.volumes ?? []).flatMap((v) => (v.type === 'volume' && v.source ? [v.source] : []))),
    );
    const secrets = pick<FileObject>(
      'secrets',
      flat((s) => [...(s.secrets ?? []), ...(s.build?.secrets ?? [])].map((r) => r.source)),
    );
    const configs = pick<FileObject>(
      'configs',
      flat((s) => (s.configs ?? []).map((r) => r.source)),
    );
    return { ...(volumes ? { volumes } : {}), ...(secrets ? { secrets } : {}), ...(configs ? { configs } : {}) };
  }
}
