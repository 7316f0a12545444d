type Json = Record<string, unknown>;

/** Differs between any two containers, or is compose's hash. */
const passing = new Set([
  'Id',
  'Created',
  'CreatedAt',
  'Name',
  'LogPath',
  'ResolvConfPath',
  'HostnamePath',
  'HostsPath',
  'GraphDriver',
  'State',
  'SandboxID',
  'SandboxKey',
  'EndpointID',
  'DNSNames',
  'com.docker.compose.config-hash',
  'ai.sutazai.hash-version',
]);

/**
 * Sent by compose without any effect on the container: it attaches to no stream of a detached container, repeats the
 * fixed address as the endpoint's current one, and turns off the OOM-killer switch that is off.
 */
const withoutEffect = new Set(['AttachStdout', 'AttachStderr', 'OomKillDisable', 'IPAddress', 'IPv6Gateway']);

/** Lists whose order the engine does not care for, or that come from Go maps in any order. */
const unordered = new Set(['Env', 'Mounts', 'Binds', 'Ulimits', 'Links', 'Aliases', 'ExtraHosts']);

/** An inspect document in a form in which two containers made alike are equal. */
export function comparable(raw: Json): unknown {
  const id = String(raw.Id);
  return reduce(raw, '', new Set([id, id.slice(0, 12)]));
}

function reduce(value: unknown, key: string, own: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => reduce(item, '', own)).filter((item) => !own.has(String(item)));
    if (items.length === 0) return undefined;
    return unordered.has(key) ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([k]) => !passing.has(k) && !withoutEffect.has(k))
      .map(([k, v]): [string, unknown] => [k, reduce(v, k, own)])
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  if (value === null || value === '' || value === 0 || value === false) return undefined;
  if (typeof value === 'string') {
    if (key === 'Hostname' && own.has(value)) return undefined;
    if (key === 'com.docker.compose.depends_on') return value.split(',').sort().join(',');
    // Anonymous volumes have made-up names.
    if (/[0-9a-f]{64}/.test(value) && /^(Name|Source)$/.test(key)) return value.replace(/[0-9a-f]{64}/, 'anonymous');
  }
  return value;
}
