import { diagnose } from '../../diagnose/index.ts';
import { type CheckInput, imageName } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Images made for another processor than the engine's: they run slowly by emulation, or not at all. */
export function checkArchitecture(input: CheckInput): PreflightFinding[] {
  const want = input.info.architecture;
  // An amd64 processor runs 32-bit programs as they are.
  const runs = want === 'amd64' ? ['amd64', '386'] : [want];
  return Object.entries(input.model.project.services).flatMap(([service, s]): PreflightFinding[] => {
    const image = imageName(input.model, service);
    const have = wished(s.platform) ?? input.imageOf(image)?.architecture;
    if (!have || !want || runs.includes(have)) return [];
    const diagnosis = diagnose('ARCH_MISMATCH', { service, image, have, want, platform: `linux/${want}` });
    return [{ check: 'architecture', level: 'warning', diagnosis }];
  });
}

/** The processor in `platform:`, which is `linux/arm64/v8`, `arm64`, or `linux` alone; by the name that images use. */
function wished(platform: string | undefined): string | undefined {
  const [first = '', second] = (platform ?? '').toLowerCase().split('/');
  const name = second ?? (first === 'linux' || first === 'windows' ? '' : first);
  const synonyms: Record<string, string> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };
  return name === '' ? undefined : (synonyms[name] ?? name);
}
