import { AdminClient } from './admin.ts';
import { diffGateway, type GatewayChange } from './diff.ts';
import type { Entity, Fields, GatewayState, Parent } from './entities.ts';
import { observeGateway } from './observe.ts';

export interface ApplyOptions {
  signal: AbortSignal;
}

/** How the gateway differs from the file; nothing is changed. */
export async function gatewayDrift(
  url: string,
  desired: GatewayState,
  options: Partial<ApplyOptions> = {},
): Promise<GatewayChange[]> {
  return diffGateway(desired, await observeGateway(new AdminClient(url, options), desired.tags));
}

/**
 * Makes the gateway as the file says and yields each change after it is made. What is cut off in the middle goes on at the
 * next call, as that looks anew. @throws SutazaiError GATEWAY_UNREACHABLE, GATEWAY_REJECTED.
 */
export async function* applyGateway(
  url: string,
  desired: GatewayState,
  options: ApplyOptions,
): AsyncIterable<GatewayChange> {
  const admin = new AdminClient(url, options);
  const actual = await observeGateway(admin, desired.tags);
  const ids = new Map(actual.entities.map((e) => [`${e.kind} ${e.key}`, e.id ?? '']));
  for (const change of diffGateway(desired, actual)) {
    options.signal.throwIfAborted();
    if (change.action === 'delete') await admin.delete(path(change.entity, ids, change.found?.id));
    else {
      const body = { ...change.entity.fields, ...references(change.entity, ids) };
      const made =
        change.action === 'update'
          ? await admin.patch(path(change.entity, ids, change.found?.id), body)
          : await admin.post(path(change.entity, ids), body);
      ids.set(`${change.entity.kind} ${change.entity.key}`, String(made.id));
    }
    yield change;
  }
}

const kindOfParent: Readonly<Record<Parent, string>> = {
  service: 'services',
  route: 'routes',
  consumer: 'consumers',
  upstream: 'upstreams',
};

/** Targets and keys live under what they belong to, and name it by their path alone. */
function path(entity: Entity, ids: ReadonlyMap<string, string>, id?: string): string {
  const tail = id ? `/${id}` : '';
  const parent = (p: Parent) => ids.get(`${kindOfParent[p]} ${entity.of[p]}`) ?? entity.of[p] ?? '';
  if (entity.kind === 'targets') return `/upstreams/${parent('upstream')}/targets${tail}`;
  if (entity.kind === 'keyauth_credentials') return `/consumers/${parent('consumer')}/key-auth${tail}`;
  return `/${entity.kind}${tail}`;
}

function references(entity: Entity, ids: ReadonlyMap<string, string>): Fields {
  if (entity.kind === 'targets' || entity.kind === 'keyauth_credentials') return {};
  return Object.fromEntries(
    Object.entries(entity.of).map(([parent, name]) => {
      const id = ids.get(`${kindOfParent[parent as Parent]} ${name}`);
      return [parent, id ? { id } : { name: name ?? '' }];
    }),
  );
}
