import { ComposeError, type ComposeErrorCode, type Mapping, type Place } from './errors.ts';
import type { Project, Service } from './model.ts';
import { nearest } from './rules.ts';
import { placeOf } from './source-file.ts';

export interface ConsistencyInput {
  project: Project;
  disabled: Record<string, Service>;
  /** The merged files: what is declared, used or not. */
  tree: Mapping;
  places: ReadonlyMap<string, Place>;
}

/** What each file's schema cannot see: references, contradictions, cycles (facts 1.1, no. 8 and 9). */
export function checkConsistency(input: ConsistencyInput): void {
  const { project } = input;
  const names = new Map<string, string>();
  for (const [name, service] of Object.entries(project.services)) {
    const key = `services.${name}`;
    const fail = (
      at: string,
      message: string,
      code: ComposeErrorCode = 'COMPOSE_INCONSISTENT',
      hint?: string,
    ): never => {
      throw new ComposeError(code, message, { ...placeOf(at, input.places), key: at, ...(hint ? { hint } : {}) });
    };
    if (!service.image && !service.build && !service.provider)
      fail(key, `service "${name}" has neither an image nor a build context specified`);
    if (service.network_mode && Object.keys(service.networks ?? {}).length > 0) {
      fail(`${key}.network_mode`, `service "${name}" declares mutually exclusive \`network_mode\` and \`networks\``);
    }
    references(name, service, input, fail);
    contradictions(name, service, fail);
    const own = service.container_name;
    if (own !== undefined) {
      const other = names.get(own);
      if (other)
        fail(`${key}.container_name`, `services "${other}" and "${name}" both want the container name "${own}"`);
      names.set(own, name);
    }
  }
  cycles(project.services, input.places);
}

type Fail = (at: string, message: string, code?: ComposeErrorCode, hint?: string) => never;

function references(name: string, service: Service, input: ConsistencyInput, fail: Fail): void {
  const { tree, project, disabled } = input;
  const key = `services.${name}`;
  const declared = (kind: string) => Object.keys((tree[kind] ?? {}) as Mapping);
  const undefined_ = (at: string, kind: string, wanted: string, known: string[]): never => {
    const near = nearest(wanted, known);
    return fail(
      at,
      `service "${name}" refers to undefined ${kind} ${wanted}`,
      'COMPOSE_UNDEFINED_REFERENCE',
      near ? `did you mean "${near}"?` : undefined,
    );
  };
  for (const network of Object.keys(service.networks ?? {})) {
    if (network !== 'default' && !declared('networks').includes(network))
      undefined_(`${key}.networks`, 'network', network, declared('networks'));
  }
  for (const [i, v] of (service.volumes ?? []).entries()) {
    if (v.type === 'volume' && v.source && !declared('volumes').includes(v.source))
      undefined_(`${key}.volumes[${i}]`, 'volume', v.source, declared('volumes'));
  }
  for (const kind of ['secrets', 'configs'] as const) {
    for (const [i, r] of (service[kind] ?? []).entries()) {
      if (!declared(kind).includes(r.source))
        undefined_(`${key}.${kind}[${i}]`, kind.slice(0, -1), r.source, declared(kind));
    }
  }
  for (const [on, d] of Object.entries(service.depends_on ?? {})) {
    if (on in project.services) continue;
    if (on in disabled) {
      if (d.required)
        fail(
          `${key}.depends_on`,
          `service "${name}" depends on "${on}", which no active profile enables`,
          'COMPOSE_UNDEFINED_REFERENCE',
        );
      continue;
    }
    if (d.required) undefined_(`${key}.depends_on`, 'service', on, Object.keys(project.services));
  }
}

function contradictions(name: string, service: Service, fail: Fail): void {
  const key = `services.${name}`;
  const kind = service.healthcheck?.test?.[0];
  if (kind !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(kind)) {
    fail(`${key}.healthcheck.test`, `the health check of "${name}" must begin with CMD, CMD-SHELL or NONE`);
  }
  const replicas = service.deploy?.replicas;
  if (service.scale !== undefined && replicas !== undefined && replicas !== service.scale) {
    fail(`${key}.scale`, `can't set distinct values on 'scale' and 'deploy.replicas'`);
  }
  const copies = service.scale ?? replicas ?? 1;
  if (service.container_name && copies > 1)
    fail(`${key}.container_name`, `"${name}" has a fixed container name and cannot be scaled to ${copies}`);
  const limits = service.deploy?.resources?.limits;
  const same = (a: unknown, b: unknown) => a === undefined || b === undefined || String(a) === String(b);
  if (!same(service.mem_limit, limits?.memory))
    fail(`${key}.mem_limit`, `can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'`);
  if (!same(service.cpus, limits?.cpus))
    fail(`${key}.cpus`, `can't set distinct values on 'cpus' and 'deploy.resources.limits.cpus'`);
  if (!same(service.pids_limit, limits?.pids))
    fail(`${key}.pids_limit`, `can't set distinct values on 'pids_limit' and 'deploy.resources.limits.pids'`);
  for (const d of [...(service.gpus ?? []), ...(service.deploy?.resources?.reservations?.devices ?? [])]) {
    if (d.count !== undefined && d.device_ids !== undefined)
      fail(key, `"${name}": "count" and "device_ids" of a device exclude each other`);
  }
}

function cycles(services: Record<string, Service>, places: ReadonlyMap<string, Place>): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      const way = [...path.slice(path.indexOf(name)), name].join(' → ');
      const key = `services.${path.at(-1)}.depends_on`;
      throw new ComposeError('COMPOSE_CYCLE', `services depend on each other: ${way}`, {
        ...placeOf(key, places),
        key,
      });
    }
    if (done.has(name)) return;
    for (const on of Object.keys(services[name]?.depends_on ?? {})) visit(on, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(services)) visit(name, []);
}
