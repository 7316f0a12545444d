import { canonicalService } from './canonical-service.ts';
import { isMapping, type Mapping, type Value } from './errors.ts';
import { absolute } from './paths.ts';
import { bool, convert, num, pairs, str, strings, textPairs } from './scalars.ts';

/** A whole file in long form: the same keys, every value in the form of the model; `include` and `extends` untouched. */
export function canonicalFile(tree: Mapping, base: string): Mapping {
  const each = (value: Value, how: (one: Mapping) => Mapping): Mapping =>
    Object.fromEntries(
      Object.entries((value ?? {}) as Mapping).map(([name, one]) => [name, how(isMapping(one) ? one : {})]),
    );
  return convert(tree, {
    name: str,
    services: (v) => each(v, (s) => canonicalService(s, base)),
    networks: (v) => each(v, canonicalNetwork),
    volumes: (v) =>
      each(v, (r) => ({ ...convert(r, { driver_opts: textPairs, labels: textPairs }), ...externalOf(r) })),
    secrets: (v) => each(v, (r) => fileObject(r, base)),
    configs: (v) => each(v, (r) => fileObject(r, base)),
    models: (v) => each(v, (m) => convert(m, { context_size: num, runtime_flags: strings })),
  });
}

function canonicalNetwork(source: Mapping): Mapping {
  const ipam = (v: Value) =>
    convert(v as Mapping, {
      options: textPairs,
      config: (list) => (list as Mapping[]).map((c) => convert(c, { aux_addresses: textPairs })),
    });
  return {
    ...convert(source, {
      driver_opts: textPairs,
      labels: textPairs,
      ipam,
      internal: (v) => bool(v) || undefined,
      attachable: (v) => bool(v) || undefined,
      enable_ipv4: bool,
      enable_ipv6: bool,
    }),
    ...externalOf(source),
  };
}

/** `external: {name: x}` is the old way to write `external: true` with `name: x`. */
function externalOf(source: Mapping): Mapping {
  const { external } = source;
  if (external === undefined || external === null) return {};
  if (isMapping(external)) return { external: true, ...(external.name ? { name: str(external.name) } : {}) };
  return bool(external) ? { external: true } : { external: undefined as never };
}

function fileObject(source: Mapping, base: string): Mapping {
  return {
    ...convert(source, {
      file: (v) => absolute(str(v), base),
      labels: (v) => pairs(v) as Mapping,
      driver_opts: textPairs,
    }),
    ...externalOf(source),
  };
}
