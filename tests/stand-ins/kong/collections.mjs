// Where Kong's Admin API has which entities: `/services`, `/consumers/{c}/key-auth`.
const collections = {
  services: 'services',
  routes: 'routes',
  consumers: 'consumers',
  upstreams: 'upstreams',
  targets: 'targets',
  plugins: 'plugins',
  certificates: 'certificates',
  ca_certificates: 'ca_certificates',
  snis: 'snis',
  vaults: 'vaults',
  keys: 'keys',
  'key-sets': 'key_sets',
  'key-auths': 'keyauth_credentials',
  'basic-auths': 'basicauth_credentials',
  'hmac-auths': 'hmacauth_credentials',
  jwts: 'jwt_secrets',
  acls: 'acls',
  oauth2: 'oauth2_credentials',
};
const nested = {
  services: { routes: 'routes', plugins: 'plugins' },
  routes: { plugins: 'plugins' },
  upstreams: { targets: 'targets' },
  certificates: { snis: 'snis' },
  consumers: {
    plugins: 'plugins',
    'key-auth': 'keyauth_credentials',
    'basic-auth': 'basicauth_credentials',
    'hmac-auth': 'hmacauth_credentials',
    jwt: 'jwt_secrets',
    acls: 'acls',
    oauth2: 'oauth2_credentials',
  },
};
const singular = (kind) => kind.replace(/s$/, '');

/** Kind, key and owner that a path asks for; undefined where Kong has nothing. `find(kind, key)` looks up the owner. */
export function located(parts, find) {
  const [first, key, inner, innerKey] = parts;
  const kind = collections[first];
  // Targets exist under their upstream alone.
  if (!kind || parts.length > 4 || (kind === 'targets' && parts.length > 0)) return undefined;
  if (inner === undefined) return { kind, key, scope: {} };
  const owner = find(kind, key);
  const innerKind = nested[kind]?.[inner];
  if (!owner || !innerKind) return undefined;
  return { kind: innerKind, key: innerKey, scope: { [singular(kind)]: { id: owner.id } } };
}
