import { z } from 'zod';
import { base } from './base.ts';
import { diagnosis } from './diagnosis.ts';

/** Every place where an engine may be, with its verdict; the remedy is in `diagnosis`. */
export const engineCandidate = z.object({
  url: z.string(),
  /** Where it was found: `default socket`, `context desktop-linux`, `DOCKER_HOST` … */
  source: z.string(),
  verdict: z.enum(['ok', 'absent', 'denied', 'refused', 'timeout', 'too-old', 'windows-containers', 'tls', 'error']),
  /** The one in use. */
  current: z.boolean(),
  /** Named by the user: in the settings, by flag, by environment or by context. */
  chosen: z.boolean(),
  detail: z.string(),
  version: z.string().exactOptional(),
  apiVersion: z.string().exactOptional(),
  product: z.enum(['docker', 'docker-desktop', 'podman', 'colima', 'orbstack', 'unknown']).exactOptional(),
  latencyMs: z.number(),
  diagnosis: diagnosis.exactOptional(),
});

export const engine = {
  list: base.output(z.array(engineCandidate)),
  /** Address of the engine to use from now on; null goes back to the one that is found. Refused while an operation runs. */
  choose: base.input(z.object({ url: z.string().min(1).max(500).nullable() })),
};

export type EngineCandidate = z.infer<typeof engineCandidate>;
