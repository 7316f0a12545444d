import { isMapping, type Mapping, type Value } from './errors.ts';

/** Lists of a service in which a later file replaces an entry of the same identity instead of adding one (facts 1.1, no. 5). */
const identities: Record<string, (entry: Value) => string> = {
  volumes: (v) => field(v, 'target'),
  secrets: (v) => field(v, 'target') || field(v, 'source'),
  configs: (v) => field(v, 'target') || field(v, 'source'),
  ports: (v) => ['host_ip', 'target', 'published', 'protocol'].map((k) => field(v, k)).join('/'),
  devices: (v) => field(v, 'target'),
  env_file: (v) => field(v, 'path'),
  extra_hosts: (v) => String(v),
};

/** Lists that a later file replaces as a whole. */
const replaced = new Set(['command', 'entrypoint', 'gpus', 'platforms']);

/** Lists of texts in which every text stands once. */
const sets = new Set([
  'cap_add',
  'cap_drop',
  'dns',
  'dns_opt',
  'dns_search',
  'expose',
  'external_links',
  'group_add',
  'links',
  'profiles',
  'security_opt',
  'tmpfs',
  'volumes_from',
  'device_cgroup_rules',
  'label_file',
  'tags',
  'cache_from',
  'aliases',
]);

function field(value: Value, key: string): string {
  return isMapping(value) ? String(value[key] ?? '') : String(value);
}

/** A later service over an earlier one, both in long form. Neither is changed. */
export function mergeService(earlier: Mapping, later: Mapping): Mapping {
  // `build` may be given anew with an image alone, and the other way round: both stay, as in compose.
  return mergeMapping(earlier, later);
}

/** Mappings merge key by key; lists by their identities; anything else is replaced. */
export function mergeMapping(earlier: Mapping, later: Mapping): Mapping {
  const result: Mapping = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    result[key] = mergeValue(key, result[key], value);
  }
  return result;
}

function mergeValue(key: string, earlier: Value | undefined, later: Value): Value {
  if (earlier === undefined || earlier === null) return later;
  if (later === null) return earlier;
  if (isMapping(earlier) && isMapping(later)) {
    if (key === 'healthcheck') return { ...earlier, ...later };
    if (
      key === 'logging' &&
      later.driver !== undefined &&
      earlier.driver !== undefined &&
      later.driver !== earlier.driver
    )
      return later;
    return mergeMapping(earlier, later);
  }
  if (Array.isArray(earlier) && Array.isArray(later)) {
    if (replaced.has(key) || key === 'test') return later;
    const identity = identities[key];
    if (key === 'extra_hosts') return [...new Set([...earlier, ...later])];
    if (identity) return mergeByIdentity(earlier, later, identity);
    return sets.has(key) ? [...new Set([...earlier, ...later])] : [...earlier, ...later];
  }
  return later;
}

function mergeByIdentity(earlier: Value[], later: Value[], identity: (entry: Value) => string): Value[] {
  const result = new Map(earlier.map((entry) => [identity(entry), entry]));
  for (const entry of later) {
    const id = identity(entry);
    const known = result.get(id);
    const same = isMapping(known) && isMapping(entry) && known.type === entry.type;
    result.set(id, same ? { ...(known as Mapping), ...(entry as Mapping) } : entry);
  }
  return [...result.values()];
}

/** Drops what `!reset` and `!override` of a later file name, e.g. `services.web.ports`. */
export function dropPath(tree: Mapping, path: string): void {
  const keys = path.split(/\.(?![^[]*\])/);
  let at: Value | undefined = tree;
  for (const key of keys.slice(0, -1)) at = isMapping(at) ? at[key] : undefined;
  const last = keys.at(-1);
  if (isMapping(at) && last !== undefined) delete at[last];
}
