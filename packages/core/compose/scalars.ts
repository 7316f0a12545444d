import { parseBytes } from './bytes.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { isMapping, type Mapping, type Value } from './errors.ts';

// Values that the schema has let through, brought to the one form of the model.

export function str(value: Value | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
export function strings(value: Value | undefined): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(str) : [str(value)];
}
export function bool(value: Value | undefined): boolean {
  return typeof value === 'boolean' ? value : /^(true|yes|on|y|1)$/i.test(str(value));
}
export function num(value: Value | undefined): number {
  return Number(value);
}
/** Bytes as compose prints them: a decimal string. */
export function size(value: Value | undefined): string {
  return typeof value === 'number' ? String(Math.trunc(value)) : String(parseBytes(str(value)));
}
/** A duration as compose prints it. */
export function duration(value: Value | undefined): string {
  return formatDuration(parseDuration(str(value)));
}
export function octal(value: Value | undefined): string {
  const mode = typeof value === 'number' ? value : Number.parseInt(str(value).replace(/^0o/, ''), 8);
  return `0${mode.toString(8)}`;
}

/** `[A=1, B]` or `{A: 1, B: }` → `{A: "1", B: null}`. */
export function pairs(value: Value | undefined): Record<string, string | null> {
  const result: Record<string, string | null> = {};
  if (Array.isArray(value)) {
    for (const entry of value) {
      const text = str(entry);
      const equals = text.indexOf('=');
      if (equals < 0) result[text] = null;
      else result[text.slice(0, equals)] = text.slice(equals + 1);
    }
  } else if (isMapping(value)) for (const [k, v] of Object.entries(value)) result[k] = v === null ? null : String(v);
  return result;
}

/** As `pairs`, where a missing value means an empty one (labels, options). */
export function textPairs(value: Value | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs(value)).map(([k, v]) => [k, v ?? '']));
}

/** Picks and converts known keys; absent and null ones stay absent. */
export function convert(source: Mapping, table: Record<string, (value: Value) => unknown>): Mapping {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (value === null) continue;
    const how = table[key];
    result[key] = how ? how(value) : value;
  }
  return result as Mapping;
}
