// Kong's checks over several fields. Those that are functions of Kong's (`custom_entity_check`) are in own-checks.mjs.
import { faultOf, fieldsOf, isRecord } from './field-check.mjs';

/** Adds what is wrong to `wrong`, at the field that a check names and under `@entity`. */
export function entityChecks(schema, whole, wrong) {
  for (const check of schema.entity_checks ?? []) {
    const [name, argument] = Object.entries(check)[0];
    const fault = checks[name]?.(whole, argument, schema, wrong);
    if (fault === undefined) continue;
    wrong['@entity'] ??= [];
    wrong['@entity'].push(fault);
  }
}

const at = (whole, path) => path.split('.').reduce((v, key) => v?.[key], whole) ?? null;
const empty = (v) => v === null || v === '' || (typeof v === 'object' && Object.keys(v).length === 0);
const quoted = (words) => words.map((w) => `'${w}'`).join(', ');
const given = (whole, names) => names.filter((n) => !empty(at(whole, n)));
const isReference = (v) => typeof v === 'string' && /^\{vault:\/\/.+\}$/.test(v);

function definitionAt(schema, path) {
  let definition = schema;
  for (const key of path.split('.')) definition = new Map(fieldsOf(definition ?? {})).get(key);
  return definition ?? {};
}

const checks = {
  at_least_one_of: (whole, names) =>
    given(whole, names).length > 0 ? undefined : `at least one of these fields must be non-empty: ${quoted(names)}`,
  only_one_of: (whole, names) =>
    given(whole, names).length === 1 ? undefined : `exactly one of these fields must be non-empty: ${quoted(names)}`,
  mutually_required: (whole, names) =>
    [0, names.length].includes(given(whole, names).length)
      ? undefined
      : `all or none of these fields must be set: ${quoted(names)}`,
  mutually_exclusive: (whole, names) =>
    given(whole, names).length <= 1 ? undefined : `only one or none of these fields must be set: ${quoted(names)}`,
  distinct(whole, names) {
    const values = given(whole, names).map((n) => JSON.stringify(at(whole, n)));
    return new Set(values).size === values.length
      ? undefined
      : `values of these fields must be distinct: ${quoted(names)}`;
  },
  conditional(whole, rule, schema, wrong) {
    const { if_field, if_match, then_field, then_match, then_err } = rule;
    const [first, second] = [at(whole, if_field), at(whole, then_field)];
    if (isReference(first) || isReference(second)) return undefined;
    if (faultOf({ ...definitionAt(schema, if_field), ...if_match }, first) !== undefined) return undefined;
    const fault = faultOf({ ...definitionAt(schema, then_field), ...then_match }, second);
    if (fault === undefined) return undefined;
    place(wrong, then_field, fault);
    return then_err?.replaceAll('%s', if_field) ?? `failed conditional validation given value of field '${if_field}'`;
  },
  conditional_at_least_one_of(whole, rule, schema) {
    const { if_field, if_match, then_at_least_one_of, then_err, else_match, else_then_at_least_one_of, else_then_err } =
      rule;
    const value = at(whole, if_field);
    const matches = (match) => faultOf({ ...definitionAt(schema, if_field), ...match }, value) === undefined;
    const needs = (names, err) =>
      given(whole, names).length > 0
        ? undefined
        : (err?.replace('%s', quoted(names)) ?? `at least one of these fields must be non-empty: ${quoted(names)}`);
    if (matches(if_match)) return needs(then_at_least_one_of, then_err);
    return else_match && matches(else_match) ? needs(else_then_at_least_one_of, else_then_err) : undefined;
  },
};

function place(wrong, path, fault) {
  const keys = path.split('.');
  const last = keys.pop();
  let where = wrong;
  for (const key of keys) {
    if (!isRecord(where[key])) where[key] = {};
    where = where[key];
  }
  where[last] = fault;
}
