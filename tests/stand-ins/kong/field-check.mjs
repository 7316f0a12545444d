// Kong's own schemas, as it publishes them, put to work: defaults filled in, fields checked, in Kong's words.
import { entityChecks } from './entity-checks.mjs';
import { luaPattern } from './lua-pattern.mjs';

/** Name and definition of each field, in the schema's order. */
export const fieldsOf = (schema) => (schema.fields ?? []).map((field) => Object.entries(field)[0]);
export const isRecord = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

/** What was given with defaults in place of what was not; null where there is none. Deprecated short forms are spelled out. */
export function filled(schema, given) {
  const whole = { ...given };
  for (const [name, definition] of shorthandsOf(schema)) {
    if (whole[name] === undefined) continue;
    const path = definition.deprecation?.replaced_with?.[0]?.path;
    if (path && whole[name] !== null) place(whole, path, whole[name]);
    if (path) delete whole[name];
  }
  for (const [name, definition] of fieldsOf(schema)) {
    const value = withDefaults(definition, whole[name]);
    if (value === undefined) delete whole[name];
    else whole[name] = value;
  }
  return whole;
}

/** Deprecated short forms as Kong still shows them beside what has replaced them. */
export function withShorthands(schema, whole) {
  const shown = { ...whole };
  for (const [name, definition] of shorthandsOf(schema)) {
    const path = definition.deprecation?.replaced_with?.[0]?.path;
    if (path) shown[name] = path.reduce((v, key) => v?.[key], whole) ?? null;
  }
  for (const [name, definition] of fieldsOf(schema))
    if (definition.type === 'record' && isRecord(whole[name])) shown[name] = withShorthands(definition, whole[name]);
  return shown;
}

/** Faults by field, as in `fields` of Kong's answers; empty if there is none. `whole` has been filled. */
export function faults(schema, whole) {
  const wrong = {};
  const known = new Map(fieldsOf(schema));
  for (const [name, value] of Object.entries(whole)) {
    const definition = known.get(name);
    const fault = definition ? faultOf(definition, value) : 'unknown field';
    if (fault !== undefined) wrong[name] = fault;
  }
  for (const [name, definition] of known)
    if (definition.required && (whole[name] === undefined || whole[name] === null))
      wrong[name] = 'required field missing';
  entityChecks(schema, whole, wrong);
  return wrong;
}

function withDefaults(definition, given) {
  let value = given;
  if (value === undefined) {
    // A default is taken as it stands; only a required record's is filled up in turn.
    if (definition.default !== undefined) {
      const made = structuredClone(definition.default);
      return definition.type === 'record' && definition.required && isRecord(made) ? filled(definition, made) : made;
    }
    if (!definition.required) return null;
    if (definition.type !== 'record' || definition.abstract) return undefined;
    value = {};
  }
  if (value === null || definition.abstract) return value;
  if (definition.type === 'record') return isRecord(value) ? filled(definition, value) : value;
  if (definition.type === 'set' && Array.isArray(value)) {
    const seen = new Map(value.map((v) => [JSON.stringify(v), v]));
    return [...seen.values()].map((v) => withDefaults(definition.elements, v));
  }
  if (definition.type === 'array' && Array.isArray(value))
    return value.map((v) => withDefaults(definition.elements, v));
  if (definition.type === 'map' && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withDefaults(definition.values, v)]));
  return value;
}

/** One field's fault: a sentence, or faults by element or field; undefined if there is none. */
export function faultOf(definition, value) {
  if (value === null) {
    if (definition.eq !== undefined && definition.eq !== null) return `value must be ${definition.eq}`;
    return definition.required ? 'required field missing' : undefined;
  }
  if (definition.eq === null) return definition.err ?? 'value must be null';
  const inside = types[definition.type]?.(definition, value);
  if (inside !== undefined) return inside;
  if (definition.referenceable && typeof value === 'string' && /^\{vault:\/\/.+\}$/.test(value)) return undefined;
  const limits = definition.type === 'string' ? { len_min: 1, ...definition } : definition;
  for (const [rule, breaks] of rules) {
    if (limits[rule] === undefined) continue;
    const fault = breaks(value, limits[rule]);
    if (fault !== undefined) return definition.err ?? fault;
  }
  return undefined;
}

const elements = (word) => (definition, value) => {
  if (!Array.isArray(value)) return `expected ${word}`;
  const each = value.map((v) => faultOf({ ...definition.elements, required: true }, v) ?? null);
  return each.some((f) => f !== null) ? each : undefined;
};
const types = {
  array: elements('an array'),
  set: elements('a set'),
  map(definition, value) {
    if (!isRecord(value)) return 'expected a map';
    for (const [k, v] of Object.entries(value)) {
      const fault =
        faultOf({ ...definition.keys, required: true }, k) ?? faultOf({ ...definition.values, required: true }, v);
      if (fault !== undefined) return fault;
    }
    return undefined;
  },
  record(definition, value) {
    if (!isRecord(value)) return 'expected a record';
    const wrong = faults(definition, filled(definition, value));
    return Object.keys(wrong).length > 0 ? wrong : undefined;
  },
  string: (_, value) => (typeof value === 'string' ? undefined : 'expected a string'),
  number: (_, value) => (typeof value === 'number' ? undefined : 'expected a number'),
  integer: (_, value) => (Number.isInteger(value) ? undefined : 'expected an integer'),
  boolean: (_, value) => (typeof value === 'boolean' ? undefined : 'expected a boolean'),
};

const quoted = (words) => words.map((w) => (Array.isArray(w) ? `(${quoted(w)})` : `'${w}'`)).join(', ');
const unless = (holds, text) => (holds ? undefined : text);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const length = (v) => (typeof v === 'string' ? Buffer.byteLength(v) : Object.keys(v).length);
/** In Kong's order; the first fault is the one that is told. */
const rules = [
  ['eq', (v, wanted) => unless(v === wanted, `value must be ${wanted}`)],
  ['not_one_of', (v, list) => unless(!list.includes(v), `must not be one of: ${list.join(', ')}`)],
  ['one_of', (v, list) => unless(list.includes(v), `expected one of: ${list.join(', ')}`)],
  ['gt', (v, limit) => unless(v > limit, `value must be greater than ${limit}`)],
  ['timestamp', (v) => unless(v > 0, 'expected a valid timestamp')],
  ['uuid', (v) => unless(uuid.test(v), 'expected a valid UUID')],
  ['is_regex', (v) => unless(compiles(v), `not a valid regex: ${v}`)],
  ['between', (v, [low, high]) => unless(v >= low && v <= high, `value should be between ${low} and ${high}`)],
  ['len_eq', (v, n) => unless(length(v) === n, `length must be ${n}`)],
  ['len_min', (v, n) => unless(length(v) >= n, `length must be at least ${n}`)],
  ['len_max', (v, n) => unless(length(v) <= n, `length must be at most ${n}`)],
  ['starts_with', (v, start) => unless(v.startsWith(start), `should start with: ${start}`)],
  ['match_none', (v, list) => list.find((l) => luaPattern(l.pattern).test(v))?.err],
  ['match', (v, pattern) => unless(luaPattern(pattern).test(v), `invalid value: ${v}`)],
  ['match_all', (v, list) => list.find((l) => !luaPattern(l.pattern).test(v))?.err],
  [
    'match_any',
    (v, { patterns, err }) =>
      unless(
        patterns.some((p) => luaPattern(p).test(v)),
        err,
      ),
  ],
  ['contains', (v, wanted) => unless(v.includes(wanted), `expected to contain: ${wanted}`)],
  [
    'mutually_exclusive_subsets',
    (v, subsets) => {
      const met = subsets.filter((s) => s.some((word) => v.includes(word)));
      return unless(met.length <= 1, `these sets are mutually exclusive: ${quoted(met)}`);
    },
  ],
];

function compiles(text) {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const shorthandsOf = (schema) => (schema.shorthand_fields ?? []).map((field) => Object.entries(field)[0]);

/** The replacement wins where both are given. */
function place(whole, path, value) {
  const [head, ...rest] = path;
  if (rest.length === 0) whole[head] ??= value;
  else {
    whole[head] = { ...(whole[head] ?? {}) };
    place(whole[head], rest, value);
  }
}
