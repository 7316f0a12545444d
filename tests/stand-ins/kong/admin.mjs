// The part of Kong's Admin API that the product uses: collections with paging and tags, nested paths, schemas, errors by code.
import { complete, entities, entityChecks, plugins } from './schemas.mjs';

const parentOf = { services: 'service', routes: 'route', consumers: 'consumer', upstreams: 'upstream' };
const kindOf = { 'key-auth': 'keyauth_credentials', 'key-auths': 'keyauth_credentials' };
const fault = (status, code, name, message, fields) => ({
  status,
  body: { code, name, message, ...(fields ? { fields } : {}) },
});
const violation = (fields) =>
  fault(
    400,
    2,
    'schema violation',
    `schema violation (${Object.entries(fields)
      .map(([k, v]) => `${k}: ${typeof v === 'string' ? v : JSON.stringify(v)}`)
      .join('; ')})`,
    fields,
  );
const notFound = () => fault(404, 3, 'not found', 'Not found');

export async function admin(store, method, url, body) {
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts.length === 0) return { status: 200, body: information() };
  if (parts[0] === 'schemas') return schema(method, parts, body);
  if (parts[0] === 'status') return { status: 200, body: { database: { reachable: true } } };
  let kind = kindOf[parts[0]] ?? parts[0];
  let scope = {};
  let [, key, nested, nestedKey] = parts;
  if (nested) {
    const owner = store.find(kind, key);
    if (!owner) return notFound();
    scope = { [parentOf[kind]]: { id: owner.id } };
    kind = kindOf[nested] ?? nested;
    key = nestedKey;
  }
  if (!entities[kind]) return notFound();
  const inScope = (e) => Object.entries(scope).every(([p, v]) => e[p]?.id === v.id);
  if (key === undefined) {
    if (method === 'GET') return page(store.list(kind).filter(inScope), url);
    if (method === 'POST') return save(store, kind, { ...body, ...scope }, undefined, 201);
    return fault(405, 12, 'unsupported', 'Method not allowed');
  }
  const existing = store.find(kind, key);
  const found = existing && inScope(existing) ? existing : undefined;
  if (method === 'GET') return found ? { status: 200, body: found } : notFound();
  if (method === 'DELETE') {
    if (kind === 'services' && store.list('routes').some((r) => r.service?.id === found?.id)) {
      return fault(400, 4, 'foreign key violation', "an existing 'routes' entity references this 'services' entity", {
        '@referenced_by': 'routes',
      });
    }
    if (found) await store.remove(found.id);
    return { status: 204 };
  }
  if (method === 'PATCH')
    return found ? save(store, kind, merged(found, { ...body, ...scope }), found, 200) : notFound();
  if (method === 'PUT') {
    const byId = /^[0-9a-f]{8}-/.test(key) ? { id: key } : { [kind === 'consumers' ? 'username' : 'name']: key };
    return save(store, kind, { ...byId, ...body, ...scope }, found, 200);
  }
  return fault(405, 12, 'unsupported', 'Method not allowed');
}

/** Records merge, arrays are replaced whole. */
function merged(before, change) {
  const { config, ...rest } = change;
  return { ...before, ...rest, ...(config ? { config: { ...before.config, ...config } } : {}) };
}

async function save(store, kind, given, existing, status) {
  const { whole, wrong } = complete(
    entities[kind],
    given,
    existing ? { id: existing.id, created_at: existing.created_at } : given.id ? { id: given.id } : {},
  );
  if (kind === 'plugins' && whole.name) {
    const known = plugins[whole.name];
    if (!known) wrong.name = `plugin '${whole.name}' not enabled; add it to the 'plugins' configuration property`;
    else {
      const config = complete(known, whole.config ?? {});
      whole.config = config.whole;
      if (Object.keys(config.wrong).length > 0) wrong.config = config.wrong;
    }
  }
  const fields = Object.keys(wrong).length > 0 ? wrong : entityChecks(kind, whole);
  if (Object.keys(fields).length > 0) return violation(fields);
  for (const [name, field] of Object.entries(entities[kind])) {
    const value = whole[name];
    if (value === null) continue;
    if (field.foreign) {
      const parent = store.find(field.foreign, value.id ?? value.name ?? value.username);
      if (!parent)
        return fault(
          400,
          4,
          'foreign key violation',
          `the foreign key '${JSON.stringify(value)}' does not reference an existing '${field.foreign}' entity.`,
          { [name]: value },
        );
      whole[name] = { id: parent.id };
    }
    if (field.unique && store.list(kind).some((e) => e[name] === value && e.id !== existing?.id)) {
      return fault(409, 5, 'unique constraint violation', `UNIQUE violation detected on '{${name}="${value}"}'`, {
        [name]: value,
      });
    }
  }
  const same = (p) => whole[p]?.id ?? null;
  if (
    kind === 'plugins' &&
    store
      .list('plugins')
      .some(
        (e) =>
          e.id !== existing?.id &&
          e.name === whole.name &&
          ['service', 'route', 'consumer'].every((p) => (e[p]?.id ?? null) === same(p)),
      )
  ) {
    return fault(
      409,
      5,
      'unique constraint violation',
      `UNIQUE violation detected on '{consumer=${same('consumer')},name="${whole.name}",route=${same('route')},service=${same('service')}}'`,
      { name: whole.name },
    );
  }
  return { status, body: await store.put(kind, whole) };
}

function page(all, url) {
  const wanted = url.searchParams.get('tags');
  const and = wanted?.split(',') ?? [];
  const or = wanted?.includes('/') ? wanted.split('/') : undefined;
  const matching = all.filter((e) =>
    or ? or.some((t) => e.tags?.includes(t)) : and.every((t) => e.tags?.includes(t)),
  );
  const size = Number(url.searchParams.get('size') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    return fault(400, 9, 'invalid size', 'size must be an integer between 1 and 1000');
  const start = Number(Buffer.from(url.searchParams.get('offset') ?? '', 'base64').toString() || 0);
  const data = matching.slice(start, start + size);
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
  if (method === 'POST' && parts.at(-1) === 'validate') {
    const { wrong } =
      parts[1] === 'plugins'
        ? complete(plugins[body.name] ?? {}, body.config ?? {})
        : complete(entities[parts[1]] ?? {}, body);
    return Object.keys(wrong).length > 0
      ? violation(wrong)
      : { status: 200, body: { message: 'schema validation successful' } };
  }
  const known = parts[1] === 'plugins' && parts[2] ? plugins[parts[2]] : entities[parts[1]];
  if (!known) return notFound();
  return {
    status: 200,
    body: {
      fields: Object.entries(known).map(([name, field]) => ({
        [name]: { required: field.required === true, default: field.default ?? undefined },
      })),
    },
  };
}

function information() {
  return {
    version: '3.9.3',
    edition: 'community',
    tagline: 'A stand-in for tests: this is not Kong',
    configuration: { database: 'postgres', router_flavor: 'traditional_compatible' },
    plugins: {
      available_on_server: Object.fromEntries(Object.keys(plugins).map((p) => [p, { version: '3.9.3' }])),
      enabled_in_cluster: [],
    },
  };
}
