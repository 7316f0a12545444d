import { diagnose } from '../../diagnose/index.ts';
import { type CheckInput, imageName } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Images made for another processor than the engine's: they run slowly by emulation, or not at all. */
export function checkArchitecture(input: CheckInput): PreflightFinding[] {
  const want = input.info.architecture;
  return Object.entries(input.model.project.services).flatMap(([service, s]): PreflightFinding[] => {
    const image = imageName(input.model, service);
    const have = s.platform?.split('/')[1] ?? input.imageOf(image)?.architecture;
    if (!have || !want || have === want) return [];
    const diagnosis = diagnose('ARCH_MISMATCH', { service, image, have, want, platform: `linux/${want}` });
    return [{ check: 'architecture', level: 'warning', diagnosis }];
  });
}
