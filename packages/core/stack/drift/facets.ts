import type { Facets, View } from './facet.ts';
import { healthFacets } from './facets-health.ts';
import { mountFacets } from './facets-mounts.ts';
import { networkFacets } from './facets-networks.ts';
import { portFacets } from './facets-ports.ts';
import { processFacets } from './facets-process.ts';
import { resourceFacets } from './facets-resources.ts';
import { securityFacets } from './facets-security.ts';

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
