import { build, buildRest } from './build.ts';
import { containers } from './containers.ts';
import { discovery } from './discovery.ts';
import { gpu } from './gpu.ts';
import { host, rest } from './host.ts';
import { credentials, images } from './images.ts';
import { networks } from './network.ts';
import { ports } from './ports.ts';
import { resources } from './resources.ts';
import type { Rule } from './rule.ts';
import { volumes } from './volume.ts';

export type { Rule } from './rule.ts';

/**
 * In the order in which they are tried; the first match decides. Particular wordings stand before general ones: the texts of
 * the engine are nested, and an outer "failed to set up container networking" says less than the inner "address in use".
 */
export const rules: readonly Rule[] = [
  ...discovery,
  ...resources,
  ...credentials,
  ...build,
  ...ports,
  ...gpu,
  ...volumes,
  ...networks,
  ...containers,
  ...host,
  ...images,
  ...buildRest,
  ...rest,
];
