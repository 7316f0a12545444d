import { readFileSync } from 'node:fs';

/** Where the person sits: next steps differ between these four. `wsl` is Linux inside Windows. */
export type Platform = 'linux' | 'darwin' | 'win32' | 'wsl';
export const platforms: readonly Platform[] = ['linux', 'darwin', 'win32', 'wsl'];

let known: Platform | undefined;

/** The platform this process runs on, found once. */
export function currentPlatform(): Platform {
  known ??= detectPlatform(process.platform, process.env, kernelVersion);
  return known;
}

/** Tells WSL from Linux by its environment variable, else by the kernel's name (sudo drops the variable). */
export function detectPlatform(
  platform: NodeJS.Platform,
  environment: Record<string, string | undefined>,
  readKernelVersion: () => string,
): Platform {
  if (platform === 'win32' || platform === 'darwin') return platform;
  if (environment.WSL_DISTRO_NAME || /microsoft/i.test(readKernelVersion())) return 'wsl';
  return 'linux';
}

function kernelVersion(): string {
  try {
    return readFileSync('/proc/version', 'utf8');
  } catch {
    return '';
  }
}
