import type { Service } from '../../compose/index.ts';
import { PayloadError } from './payload-error.ts';

/** Container id of a service's first container; `undefined` if there is none yet. */
export type ContainerIds = (service: string) => string | undefined;

const namespaces = ['network_mode', 'ipc', 'pid'] as const;

/** Services whose container ids a service's payload names: they must be created before it. */
export function referencedServices(service: Service): string[] {
  const names = namespaces.flatMap((key) => serviceOf(service[key]) ?? []);
  for (const entry of service.volumes_from ?? []) {
    const [first = ''] = entry.split(':');
    if (first !== 'container') names.push(first);
  }
  return [...new Set(names)];
}

/**
 * `service:x` → `container:<id>`; anything else as it stands. compose does this for network_mode, ipc and pid only.
 * Throws {@link PayloadError} if x has no container.
 */
export function namespaceMode(mode: string | undefined, ids: ContainerIds): string | undefined {
  const name = serviceOf(mode);
  if (name === undefined) return mode || undefined;
  return `container:${need(name, ids)}`;
}

/**
 * `x[:ro]`, `container:name[:ro]` → `<id or name>[:ro]`. compose loses the mode of both forms (pkg/compose
 * convergence.go, 2.40.3), which makes a volume writable that the file wants read-only; it is kept here.
 */
export function volumesFrom(service: Service, ids: ContainerIds): string[] | undefined {
  if (!service.volumes_from || service.volumes_from.length === 0) return undefined;
  return service.volumes_from.map((entry) => {
    const parts = entry.split(':');
    const [source = '', mode] = parts[0] === 'container' ? parts.slice(1) : parts;
    const target = parts[0] === 'container' ? source : need(source, ids);
    return mode === undefined ? target : `${target}:${mode}`;
  });
}

function serviceOf(mode: string | undefined): string | undefined {
  return mode?.startsWith('service:') ? mode.slice('service:'.length) : undefined;
}

function need(service: string, ids: ContainerIds): string {
  const id = ids(service);
  if (id === undefined)
    throw new PayloadError(`service ${service}, whose container is shared, has no container`, service);
  return id;
}
