import type { StackModel } from '../model.ts';
import type { Observed } from '../observe/observed.ts';

/** Choices of the user that shape a plan; see PlanOptions for their meaning. */
export interface PlanInput {
  model: StackModel;
  observed: Observed;
  /** Config hash that each service would get now. */
  hashes: Map<string, string>;
  /** Config hash of each network, for divergence. */
  networkHashes: Map<string, string>;
  services?: readonly string[];
  noDeps?: boolean;
  forceRecreate?: boolean;
  noRecreate?: boolean;
  removeOrphans?: boolean;
  build?: boolean;
  pull?: 'always' | 'missing' | 'never';
  scale?: Record<string, number>;
}
