/** Readers for an inspect document: they take what is there and never throw, as its shape varies by engine. */

export type Json = Record<string, unknown>;

export function record(value: unknown): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function texts(value: unknown): string[] {
  return list(value).map(String);
}

/** `''` for anything that is no text or number. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** 0 for anything that is no number. */
export function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
