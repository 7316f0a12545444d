// What Kong checks by functions of its own, which its published schemas cannot show: those that meet what the product declares.
const periods = ['second', 'minute', 'hour', 'day', 'month', 'year'];

/** Faults by field of a whole entity whose fields are sound in themselves; empty if there is none. */
export function ownFaults(kind, whole) {
  if (kind === 'services' && /[?#]/.test(whole.path ?? ''))
    return { path: `invalid path: '${whole.path}' (characters outside of the reserved list of RFC 3986 found)` };
  if (kind === 'upstreams' && /:\d+$/.test(whole.name)) return { name: 'Invalid name; no port allowed' };
  if (kind === 'upstreams' && /^[\d.]+$/.test(whole.name)) return { name: 'Invalid name; no ip addresses allowed' };
  if (kind === 'routes') return routeFaults(whole);
  if (kind === 'plugins' && whole.name === 'rate-limiting') return limitFaults(whole.config);
  return {};
}

const empty = (v) => v === null || v === undefined || Object.keys(v).length === 0;

function routeFaults(route) {
  // Kong asks by the first protocol.
  const protocol = route.protocols[0];
  const wanted = {
    http: ['methods', 'hosts', 'headers', 'paths'],
    https: ['methods', 'hosts', 'headers', 'paths', 'snis'],
    grpc: ['hosts', 'headers', 'paths'],
    grpcs: ['hosts', 'headers', 'paths', 'snis'],
    tls_passthrough: ['sources', 'destinations', 'snis'],
  }[protocol] ?? ['sources', 'destinations'];
  if (wanted.some((n) => !empty(route[n]))) return {};
  const names = wanted.map((n) => `'${n}'`).join(', ');
  return { '@entity': [`must set one of ${names} when 'protocols' is '${protocol}'`] };
}

function limitFaults(config) {
  const set = periods.filter((p) => config[p] !== null);
  for (const [i, longer] of set.entries()) {
    const shorter = set.slice(0, i).find((p) => config[p] > config[longer]);
    if (shorter)
      return {
        config: `The limit for ${longer}(${config[longer].toFixed(1)}) cannot be lower than the limit for ${shorter}(${config[shorter].toFixed(1)})`,
      };
  }
  return {};
}
