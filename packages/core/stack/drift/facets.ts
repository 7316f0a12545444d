import { healthFacets } from './facets-health.ts';
import { mountFacets } from './facets-mounts.ts';
import { networkFacets } from './facets-networks.ts';
import { portFacets } from './facets-ports.ts';
import { processFacets } from './facets-process.ts';
import { resourceFacets } from './facets-resources.ts';
import { securityFacets } from './facets-security.ts';
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

export function facetsOf(view: View): Facets {
  return new Map(
    [
      ...processFacets(view),
      ...healthFacets(view),
      ...portFacets(view),
      ...mountFacets(view),
      ...networkFacets(view),
      ...resourceFacets(view),
      ...securityFacets(view),
    ].filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
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
