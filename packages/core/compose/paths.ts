import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

/** A path of a compose file made absolute: `~` is the user's home, anything relative belongs to `base`. */
export function absolute(path: string, base: string): string {
  if (path === '~' || path.startsWith('~/')) return resolve(homedir(), `.${path.slice(1)}`);
  return isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path) ? path : resolve(base, path);
}

/** Build contexts and the like may be URLs or references, which are no paths. */
export function isRemote(path: string): boolean {
  return /^(https?|git|ssh|docker-image|oci-layout|service|target):/.test(path) || /^git@|^github\.com\//.test(path);
}
