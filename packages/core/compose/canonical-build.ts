import { extraHosts, fileReferences, ulimits } from './canonical-values.ts';
import { isMapping, type Mapping, type Value } from './errors.ts';
import { absolute, isRemote } from './paths.ts';
import { bool, convert, pairs, size, str, strings, textPairs } from './scalars.ts';

/** `build: DIR` or the long form; the context is made absolute unless it is a URL. */
export function canonicalBuild(value: Value, base: string): Mapping {
  const source = isMapping(value) ? value : { context: str(value) };
  const place = (v: Value) => (isRemote(str(v)) ? str(v) : absolute(str(v), base));
  return convert(source, {
    context: place,
    args: pairs,
    additional_contexts: (v) =>
      Object.fromEntries(Object.entries(textPairs(v)).map(([name, path]) => [name, place(path)])),
    ssh: (v) => (Array.isArray(v) ? strings(v) : Object.entries(textPairs(v)).map(([k, p]) => (p ? `${k}=${p}` : k))),
    labels: textPairs,
    cache_from: strings,
    cache_to: strings,
    entitlements: strings,
    extra_hosts: extraHosts,
    no_cache: bool,
    pull: bool,
    privileged: bool,
    provenance: str,
    sbom: str,
    shm_size: size,
    secrets: fileReferences,
    tags: strings,
    platforms: strings,
    ulimits,
  });
}
