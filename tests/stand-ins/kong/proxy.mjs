// Requests through the declared routes: longest path first, then the plugins in Kong's order of priority.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';

const windows = new Map();
export const figures = { requests: new Map(), bandwidth: new Map(), latency: new Map() };

export function proxy(store, incoming, outgoing) {
  const url = new URL(incoming.url, 'http://localhost');
  const begun = performance.now();
  const matched = match(store.list('routes'), url.pathname, incoming);
  const service = matched && store.list('services').find((s) => s.id === matched.route.service?.id);
  const active = new Map();
  // The most specific scope wins: route, then service, then everything.
  for (const p of store.list('plugins').filter((x) => x.enabled)) {
    const applies = p.route ? p.route.id === matched?.route.id : p.service ? p.service.id === service?.id : !p.consumer;
    const rank = p.route ? 2 : p.service ? 1 : 0;
    if (applies && rank >= (active.get(p.name)?.rank ?? -1))
      active.set(p.name, { rank, config: p.config, scope: p.service?.id ?? p.route?.id ?? 'global' });
  }
  const config = (name) => active.get(name)?.config;
  const headers = {};
  const finish = (status, body, more = {}) => {
    const text = JSON.stringify(body);
    outgoing.writeHead(status, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...more,
    });
    outgoing.end(text);
    count(service, matched?.route, status, 'kong', Buffer.byteLength(text), begun);
  };
  const trace = config('correlation-id');
  const id = trace && (incoming.headers[trace.header_name.toLowerCase()] ?? randomUUID());
  if (trace?.echo_downstream) headers[trace.header_name] = id;
  const cors = config('cors');
  if (
    cors &&
    allow(cors, incoming, headers) &&
    incoming.method === 'OPTIONS' &&
    incoming.headers['access-control-request-method']
  ) {
    outgoing.writeHead(200, {
      ...headers,
      'access-control-allow-methods': cors.methods.join(','),
      ...(cors.max_age ? { 'access-control-max-age': String(cors.max_age) } : {}),
      ...(incoming.headers['access-control-request-headers']
        ? { 'access-control-allow-headers': incoming.headers['access-control-request-headers'] }
        : {}),
      'content-length': 0,
    });
    return outgoing.end();
  }
  if (!matched || !service)
    return finish(404, { message: 'no Route matched with those values', request_id: randomUUID() });
  const key = config('key-auth');
  if (key) {
    const given = key.key_names.map((n) => incoming.headers[n.toLowerCase()] ?? url.searchParams.get(n)).find(Boolean);
    if (!given) return finish(401, { message: 'No API key found in request' }, { 'www-authenticate': 'Key' });
    if (!store.list('keyauth_credentials').some((c) => c.key === given))
      return finish(401, { message: 'Unauthorized' }, { 'www-authenticate': 'Key' });
    if (key.hide_credentials)
      for (const n of key.key_names) {
        delete incoming.headers[n.toLowerCase()];
        url.searchParams.delete(n);
      }
  }
  const size = config('request-size-limiting');
  const most = size && size.allowed_payload_size * { megabytes: 1e6, kilobytes: 1e3, bytes: 1 }[size.size_unit];
  if (most && Number(incoming.headers['content-length'] ?? 0) > most)
    return finish(413, { message: 'Request size limit exceeded' });
  const limit = config('rate-limiting');
  if (limit && !within(limit, active.get('rate-limiting').scope, incoming.socket.remoteAddress, headers)) {
    return finish(
      limit.error_code,
      { message: limit.error_message },
      { 'retry-after': String(60 - new Date().getSeconds()) },
    );
  }
  const rewritten = config('request-transformer')?.replace?.uri;
  const rest = matched.route.strip_path ? url.pathname.slice(matched.prefix.length) : url.pathname;
  const path = rewritten ?? (`${(service.path ?? '').replace(/\/$/, '')}/${rest.replace(/^\//, '')}` || '/');
  const up = request(
    {
      host: service.host,
      port: service.port,
      method: incoming.method,
      path: path + url.search,
      timeout: service.read_timeout,
      headers: {
        ...incoming.headers,
        host: `${service.host}:${service.port}`,
        ...(id ? { [trace.header_name]: id } : {}),
        'x-forwarded-path': url.pathname,
      },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode, { ...answer.headers, ...headers, via: '1.1 kong-stand-in' });
      let bytes = 0;
      answer.on('data', (d) => {
        bytes += d.length;
      });
      answer.on('end', () => count(service, matched.route, answer.statusCode, 'service', bytes, begun));
      answer.pipe(outgoing);
    },
  );
  up.on('error', () =>
    outgoing.headersSent ? outgoing.destroy() : finish(503, { message: 'name resolution failed' }),
  );
  incoming.pipe(up);
}

/** Prefix paths, the longest first; regex paths are not used by the product. */
function match(routes, path, incoming) {
  return routes
    .flatMap((route) => (route.paths ?? []).map((prefix) => ({ route, prefix })))
    .filter(
      ({ route, prefix }) => path.startsWith(prefix) && (!route.methods || route.methods.includes(incoming.method)),
    )
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

function allow(cors, incoming, headers) {
  const { origin } = incoming.headers;
  const star = cors.origins === null || cors.origins.includes('*');
  const known = star || cors.origins.includes(origin);
  // With several origins Kong names the caller's own if it is one of them, and no other.
  if (known && origin) headers['access-control-allow-origin'] = star && !cors.credentials ? '*' : origin;
  if (!star || cors.credentials) headers.vary = 'Origin';
  if (known && cors.credentials) headers['access-control-allow-credentials'] = 'true';
  if (known && cors.exposed_headers) headers['access-control-expose-headers'] = cors.exposed_headers.join(',');
  return known;
}

function within(limit, scope, address, headers) {
  const minute = Math.floor(Date.now() / 60_000);
  const key = `${scope} ${limit.limit_by === 'ip' ? address : ''}`;
  const window = windows.get(key);
  const used = window?.minute === minute ? window.used + 1 : 1;
  windows.set(key, { minute, used });
  const remaining = Math.max(0, limit.minute - used);
  Object.assign(headers, {
    'RateLimit-Limit': String(limit.minute),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(60 - new Date().getSeconds()),
    'X-RateLimit-Limit-Minute': String(limit.minute),
    'X-RateLimit-Remaining-Minute': String(remaining),
  });
  return used <= limit.minute;
}

function count(service, route, status, source, bytes, begun) {
  const labels = `service="${service?.name ?? ''}",route="${route?.name ?? ''}"`;
  const bump = (map, key, by) => map.set(key, (map.get(key) ?? 0) + by);
  bump(figures.requests, `${labels},code="${status}",source="${source}",workspace="default",consumer=""`, 1);
  bump(figures.bandwidth, `${labels},direction="egress",workspace="default",consumer=""`, bytes);
  const ms = performance.now() - begun;
  const latency = figures.latency.get(labels) ?? { sum: 0, all: [] };
  latency.sum += ms;
  latency.all.push(ms);
  figures.latency.set(labels, latency);
}
