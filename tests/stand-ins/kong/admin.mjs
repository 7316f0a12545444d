// The part of Kong's Admin API that the product uses: collections with paging and tags, nested paths, schemas, errors by code.
import {
  invalidSize,
  notAllowed,
  notFound,
  notUnique,
  stillReferenced,
  unknownReference,
  violation,
} from './answers.mjs';
import { located } from './collections.mjs';
import { fieldsOf, withShorthands } from './field-check.mjs';
import { complete, merged, pluginNames, published, schemaOf } from './schemas.mjs';

export async function admin(store, method, url, body) {
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts.length === 0) return { status: 200, body: information() };
  if (parts[0] === 'schemas') return schema(method, parts, body);
  if (parts[0] === 'status') return { status: 200, body: { database: { reachable: true } } };
  const place = located(parts, (kind, key) => store.find(kind, key));
  if (!place) return notFound();
  const { kind, key, scope } = place;
  const inScope = (e) => Object.entries(scope).every(([p, v]) => e[p]?.id === v.id);
  if (key === undefined) {
    if (method === 'GET') return page(kind, store.list(kind).filter(inScope), url);
    return method === 'POST' ? save(store, kind, { ...body, ...scope }, undefined, 201) : notAllowed();
  }
  const existing = store.find(kind, key);
  const found = existing && inScope(existing) ? existing : undefined;
  if (method === 'GET') return found ? { status: 200, body: shown(kind, found) } : notFound();
  if (method === 'DELETE') return remove(store, kind, found);
  if (method === 'PATCH') {
    if (!found) return notFound();
    return save(store, kind, merged(schemaOf(kind, found), found, { ...body, ...scope }), found, 200);
  }
  if (method !== 'PUT') return notAllowed();
  const byId = /^[0-9a-f]{8}-/.test(key) ? { id: key } : { [kind === 'consumers' ? 'username' : 'name']: key };
  return save(store, kind, { ...byId, ...body, ...scope }, found, 200);
}

async function remove(store, kind, found) {
  if (!found) return { status: 204 };
  if (kind === 'services' && store.list('routes').some((r) => r.service?.id === found.id))
    return stillReferenced('services', 'routes');
  await store.remove(found.id);
  return { status: 204 };
}

async function save(store, kind, given, existing, status) {
  const { whole, wrong } = complete(
    kind,
    existing ? { ...given, id: existing.id, created_at: existing.created_at } : given,
  );
  if (Object.keys(wrong).length > 0) return violation(wrong);
  for (const [name, field] of fieldsOf(schemaOf(kind, whole))) {
    const value = whole[name];
    if (value === null || value === undefined) continue;
    if (field.type === 'foreign') {
      const parent = store.find(field.reference, value.id ?? value.name ?? value.username);
      if (!parent) return unknownReference(name, value, field.reference);
      whole[name] = { id: parent.id };
    }
    if (field.unique && store.list(kind).some((e) => e[name] === value && e.id !== existing?.id))
      return notUnique({ [name]: value });
  }
  if (kind === 'plugins') {
    const scopes = ['consumer', 'route', 'service'];
    const same = (e) => e.name === whole.name && scopes.every((p) => (e[p]?.id ?? null) === (whole[p]?.id ?? null));
    if (store.list('plugins').some((e) => e.id !== existing?.id && same(e)))
      return notUnique({ name: whole.name, ...Object.fromEntries(scopes.map((p) => [p, whole[p] ?? null])) });
  }
  return { status, body: shown(kind, await store.put(kind, whole)) };
}

/** A plugin's deprecated short forms are shown beside what replaces them. */
const shown = (kind, entity) => (kind === 'plugins' ? withShorthands(schemaOf(kind, entity), entity) : entity);

function page(kind, all, url) {
  const wanted = url.searchParams.get('tags');
  const and = wanted?.split(',') ?? [];
  const or = wanted?.includes('/') ? wanted.split('/') : undefined;
  const matching = all.filter((e) =>
    or ? or.some((t) => e.tags?.includes(t)) : and.every((t) => e.tags?.includes(t)),
  );
  const size = Number(url.searchParams.get('size') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 1000) return invalidSize();
  const start = Number(Buffer.from(url.searchParams.get('offset') ?? '', 'base64').toString() || 0);
  const data = matching.slice(start, start + size).map((e) => shown(kind, e));
  const more = start + size < matching.length;
  const offset = Buffer.from(String(start + size)).toString('base64');
  return {
    status: 200,
    body: {
      data,
      next: more ? `${url.pathname}?offset=${encodeURIComponent(offset)}` : null,
      ...(more ? { offset } : {}),
    },
  };
}

function schema(method, parts, body) {
  const [, group, name] = parts;
  if (method === 'POST' && parts.at(-1) === 'validate') {
    if (!published('entities', group)) return notFound(`No entity named '${group}'`);
    const { wrong } = complete(group, body);
    return Object.keys(wrong).length > 0
      ? violation(wrong)
      : { status: 200, body: { message: 'schema validation successful' } };
  }
  const nested = (group === 'plugins' || group === 'vaults') && name !== undefined;
  const known = nested ? published(group, name) : published('entities', group);
  if (known) return { status: 200, body: known };
  return notFound(nested ? `No ${group.slice(0, -1)} named '${name}'` : `No entity named '${group}'`);
}

function information() {
  return {
    version: '3.9.3',
    edition: 'community',
    tagline: 'A stand-in for tests: this is not Kong',
    configuration: { database: 'postgres', router_flavor: 'traditional_compatible' },
    plugins: {
      available_on_server: Object.fromEntries(pluginNames.map((p) => [p, { version: '3.9.3' }])),
      enabled_in_cluster: [],
    },
  };
}
