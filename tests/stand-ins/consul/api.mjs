// Consul's HTTP API as far as the product uses it: leader, agent, catalogue, health, keys, ACL, metrics; with blocking queries.
import { aclRoutes } from './acl.mjs';
import { answerOf, forbidden, json, nothing, text } from './answers.mjs';
import { may } from './permissions.mjs';
import { contentHash } from './state.mjs';

/** `1m30s` in milliseconds. */
export const duration = (words) =>
  [...(words ?? '').matchAll(/(\d+)(ms|s|m|h)/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit],
    0,
  );

export async function answer(state, request, body, gone) {
  const url = new URL(request.url, 'http://localhost');
  const secret =
    request.headers['x-consul-token'] ?? /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (secret && !state.tokens.has(secret)) return text(403, 'ACL not found');
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts[0] === 'ui') return text(200, '<!doctype html><title>Consul stand-in</title>', 'text/html');
  const call = { state, url, secret, body, gone, method: request.method, parts: parts.slice(1) };
  try {
    const route = parts[0] === 'v1' ? routes[parts[1]] : undefined;
    return (await route?.(call)) ?? nothing();
  } catch (error) {
    return answerOf(error);
  }
}

const routes = { status, agent, catalog, health, kv, acl: aclRoutes };

function status({ parts }) {
  if (parts[1] === 'leader') return json('127.0.0.1:8300');
  return parts[1] === 'peers' ? json(['127.0.0.1:8300']) : undefined;
}

async function agent({ state, url, secret, body, gone, method, parts }) {
  const [, what, action, id] = parts;
  const allowed = (name, rank) => may(state, secret, 'service', name, rank) || forbidden('service', name, rank);
  if (what === 'metrics') {
    if (!may(state, secret, 'agent', 'stand-in', 1)) forbidden('agent', 'stand-in', 1);
    const lines = [`consul_catalog_service_count ${state.services.size}`, `consul_raft_applied_index ${state.index}`];
    return text(200, `${lines.map((l) => `# TYPE ${l.split(' ')[0]} gauge\n${l}`).join('\n')}\n`);
  }
  if (what === 'services' && method === 'GET') {
    const seen = [...state.services].filter(([, s]) => may(state, secret, 'service', s.Service, 1));
    return json(Object.fromEntries(seen.map(([key, s]) => [key, shown(s)])));
  }
  if (what !== 'service') return undefined;
  if (action === 'register' && method === 'PUT') {
    const given = JSON.parse(body.toString());
    if (!given.Name) return text(400, 'Missing service name');
    allowed(given.Name, 2);
    state.services.set(given.ID || given.Name, entryOf(given));
    state.save('services');
    return text(200, '');
  }
  if (action === 'deregister' && method === 'PUT') {
    const known = state.services.get(id);
    if (!known)
      return text(
        404,
        `Unknown service ID ${JSON.stringify(id)}. Ensure that the service ID is passed, not the service name.`,
      );
    allowed(known.Service, 2);
    state.services.delete(id);
    state.save('services');
    return text(200, '');
  }
  // By its content's hash: only a change of this one entry is an answer.
  const end = Date.now() + waitOf(url);
  for (;;) {
    const found = state.services.get(action);
    if (!found) return text(404, `unknown service ID: ${action}`);
    allowed(found.Service, 1);
    const hash = contentHash(shown(found));
    if (hash !== url.searchParams.get('hash') || Date.now() >= end || gone.aborted)
      return json({ ...shown(found), ContentHash: hash }, { 'x-consul-contenthash': hash });
    await state.changed(end - Date.now(), gone);
  }
}

/** The check is not part of what an agent tells of a service. */
const shown = ({ check: _, ...service }) => service;

const entryOf = (given) => ({
  ID: given.ID || given.Name,
  Service: given.Name,
  Address: given.Address ?? '',
  Port: given.Port ?? 0,
  Tags: given.Tags ?? [],
  Meta: given.Meta ?? {},
  check: given.Check
    ? { ...given.Check, now: given.Check.Status ?? 'critical', since: Date.now(), output: '' }
    : undefined,
});

async function catalog(call) {
  const [, what, name] = call.parts;
  const all = () => visible(call);
  if (what === 'services')
    return blocking(call, 'services', () => {
      const names = {};
      for (const s of all()) names[s.Service] = [...new Set([...(names[s.Service] ?? []), ...s.Tags])];
      return names;
    });
  if (what !== 'service') return undefined;
  return blocking(call, 'services', () =>
    all()
      .filter((s) => s.Service === name)
      .map((s) => ({
        Node: 'stand-in',
        Address: '127.0.0.1',
        ServiceID: s.ID,
        ServiceName: s.Service,
        ServiceAddress: s.Address,
        ServicePort: s.Port,
        ServiceTags: s.Tags,
        ServiceMeta: s.Meta,
      })),
  );
}

async function health(call) {
  const [, what, name] = call.parts;
  const passing = call.url.searchParams.has('passing');
  if (what === 'service')
    return blocking(call, 'services', () =>
      visible(call)
        .filter((s) => s.Service === name && (!passing || (s.check?.now ?? 'passing') === 'passing'))
        .map((s) => ({
          Node: { Node: 'stand-in', Address: '127.0.0.1' },
          Service: { ID: s.ID, Service: s.Service, Address: s.Address, Port: s.Port, Tags: s.Tags, Meta: s.Meta },
          Checks: checksOf(s),
        })),
    );
  if (what !== 'state') return undefined;
  return blocking(call, 'services', () =>
    visible(call)
      .flatMap(checksOf)
      .filter((c) => name === 'any' || c.Status === name),
  );
}

const visible = ({ state, secret }) =>
  [...state.services.values()].filter(
    (s) => may(state, secret, 'service', s.Service, 1) && may(state, secret, 'node', 'stand-in', 1),
  );
const checksOf = (s) =>
  s.check
    ? [
        {
          Node: 'stand-in',
          CheckID: `service:${s.ID}`,
          Name: `Service '${s.Service}' check`,
          Status: s.check.now,
          Output: s.check.output,
          ServiceID: s.ID,
          ServiceName: s.Service,
        },
      ]
    : [];

async function kv(call) {
  const { state, url, secret, body, method, parts } = call;
  const key = parts.slice(1).join('/');
  const need = (rank) => may(state, secret, 'key', key, rank) || forbidden('key', key, rank);
  if (method === 'PUT') {
    need(2);
    const before = state.kv.get(key);
    const cas = url.searchParams.get('cas');
    if (cas !== null && Number(cas) !== (before?.ModifyIndex ?? 0)) return json(false);
    const next = state.index + 1;
    state.kv.set(key, {
      LockIndex: 0,
      Key: key,
      Flags: Number(url.searchParams.get('flags') ?? 0),
      Value: body.length > 0 ? body.toString('base64') : null,
      CreateIndex: before?.CreateIndex ?? next,
      ModifyIndex: next,
    });
    state.save('kv');
    return json(true);
  }
  if (method === 'DELETE') {
    need(2);
    for (const name of [...state.kv.keys()])
      if (name === key || (url.searchParams.has('recurse') && name.startsWith(key))) state.kv.delete(name);
    state.save('kv');
    return json(true);
  }
  need(1);
  const many = url.searchParams.has('recurse') || url.searchParams.has('keys');
  const found = () => [...state.kv.values()].filter((e) => (many ? e.Key.startsWith(key) : e.Key === key));
  if (found().length === 0) return nothing({ 'x-consul-index': String(state.indexOf('kv')) });
  if (url.searchParams.has('raw'))
    return text(200, Buffer.from(found()[0].Value ?? '', 'base64'), 'application/octet-stream');
  return blocking(call, 'kv', () => (url.searchParams.has('keys') ? found().map((e) => e.Key) : found()));
}

/** Answers at once, or, with `?index=`, when there is something newer than what the caller has seen. */
async function blocking({ state, url, gone }, table, read) {
  const seen = Number(url.searchParams.get('index') ?? 0);
  const end = Date.now() + waitOf(url);
  while (seen > 0 && seen >= state.indexOf(table) && Date.now() < end && !gone.aborted)
    await state.changed(end - Date.now(), gone);
  return json(read(), { 'x-consul-index': String(state.indexOf(table)), 'x-consul-knownleader': 'true' });
}

/** Five minutes where nothing is said, ten at most. */
const waitOf = (url) =>
  url.searchParams.has('index') || url.searchParams.has('hash')
    ? Math.min(duration(url.searchParams.get('wait')) || 300_000, 600_000)
    : 0;
