/** The type of an object without the keys whose value may be `undefined`. */
export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/**
 * Drops the keys whose value is `undefined`. The engine tells absent from empty in places (PortBindings, MaskedPaths), so
 * only what the file says is sent.
 */
export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** `undefined` for an empty list or object: compose leaves those out of its request. */
export function filled<T extends object>(value: T | null | undefined): T | undefined {
  if (value === null || value === undefined) return undefined;
  return (Array.isArray(value) ? value.length : Object.keys(value).length) > 0 ? value : undefined;
}
