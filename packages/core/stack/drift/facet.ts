import type { Json } from './read.ts';

/**
 * A container as flat facts: compose's name of a field → its value in words. Whatever means the same has the same words,
 * and what the engine would do anyway is left out. What we would create and what there is are described by the same
 * code; drift is the difference of the two maps.
 */
export type Facets = Map<string, string>;

/** One container, in the terms of the inspect document. */
export interface View {
  /** `undefined` for one that does not exist yet. */
  id?: string;
  config: Json;
  host: Json;
  /** Endpoint settings by network name. */
  networks: Record<string, Json>;
}

/** A facet before empty ones are dropped. */
export type Facet = [field: string, value: string | undefined];

/** One facet per key of a string map, e.g. `sysctls.net.core.somaxconn`. */
export function mapFacets(field: string, values: Json): Facet[] {
  // An empty value is a value all the same: `LABEL=` is not the absence of LABEL.
  return Object.entries(values).map(([key, value]) => [`${field}.${key}`, value === '' ? '""' : String(value)]);
}

/** A list whose order does not matter. */
export function sorted(values: readonly string[]): string {
  return [...values].sort().join(', ');
}
