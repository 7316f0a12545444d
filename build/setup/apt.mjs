// Debian's own packages, for what tests and benchmarks stand on.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs `packages` where this is root on Debian. Why it could not, with the next step; undefined if it did. */
export function aptInstall(what, packages, otherwise) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return `there is no ${what}, and installing it needs root on Debian (${otherwise})`;
  }
  console.error(`${what}: installing …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
  const failed = apt('update', '-q') || apt('install', '-qy', '--no-install-recommends', ...packages);
  return failed ? `apt-get could not install ${what}; see above` : undefined;
}
