// The native module for Electron's ABI instead of Node's: a prebuilt one of its makers, or built from source against
// Electron's headers. Both come from outside; without them the package would start and then fail at its first query.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

export function fetchNatives(app, { version, arch, platform }) {
  // The installer that better-sqlite3 itself brings along.
  const own = createRequire(require.resolve('better-sqlite3/package.json'));
  const installer = join(dirname(own.resolve('prebuild-install')), 'bin.js');
  const args = [installer, '--runtime', 'electron', '--target', version, '--arch', arch, '--platform', platform];
  const cwd = join(app, 'node_modules', 'better-sqlite3');
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`better-sqlite3 could not be had for Electron ${version}; see above.`);
}
