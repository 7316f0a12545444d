// Installs and builds what a clone needs before anything of it can run: the packages of the lock file, and every bundle. Knows when nothing has changed, so that a second `npm start` begins at once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const stamps = join(root, 'node_modules', '.sutazai');

/** Exits with a plain sentence if this Node is too old to run anything of ours. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`SutazAI Desktop needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

/**
 * Installs the locked versions if the lock file is not the one that was installed last. Not `npm ci`: it refuses a lock
 * file that lacks optional packages of other platforms, and a registry need not offer all of those.
 */
export function ensurePackages() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  if (!changed('packages', lock)) return;
  const env = { ...process.env };
  // Its binary comes as a package; nothing is to be fetched or compiled beside.
  env.NODE_LLAMA_CPP_SKIP_DOWNLOAD ??= 'true';
  // A machine without a prebuilt better-sqlite3 compiles it; the headers that came with Node spare a download.
  const headers = dirname(dirname(process.execPath));
  if (existsSync(join(headers, 'include', 'node', 'node.h'))) env.npm_config_nodedir ??= headers;
  runQuietly(npm, ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    env,
    doing: 'Installing packages (the first time about 2 min)',
    failed: 'The packages could not be installed. What npm said stands above; run this again when it is mended.',
  });
  mkdirSync(stamps, { recursive: true });
  mark('packages', lock);
}

/**
 * Builds everything that ships (bundles of the command line, the services, the pages, the shell) if a source is newer than
 * the last build. turbo does it, in the order in which they need each other, and skips what has not changed.
 * @returns the command line's bundle
 */
export function ensureBuilt() {
  const bundle = join(root, 'packages', 'cli', 'dist', 'sutazai.mjs');
  const stamp = join(stamps, 'built');
  const sources = () => Math.max(newest(join(root, 'packages')), newest(join(root, 'apps')));
  if (existsSync(bundle) && existsSync(stamp) && statSync(stamp).mtimeMs > sources()) return bundle;
  const begun = new Date();
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const turbo = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo');
  runQuietly(turbo, ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    env,
    doing: existsSync(bundle) ? 'Building what has changed' : 'Building (the first time about 20 s)',
    failed: 'The build did not get through. Its error stands above; run this again when it is mended.',
  });
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, '');
  // What was changed while it built is built the next time.
  utimesSync(stamp, begun, begun);
  return bundle;
}

/** Runs a command in the clone's root with its output shown; ends this process with its exit code if it fails. */
export function run(command, args, options = {}) {
  const status = tryRun(command, args, options);
  if (status !== 0) process.exit(status);
}

/**
 * Runs a tool of the set-up in a person's words: what is being done, and how long it took. What the tool says is shown in full
 * if it fails, and not at all otherwise. On standard error: a command's own output is the only thing on standard output.
 */
function runQuietly(command, args, { env, doing, failed }) {
  process.stderr.write(`${doing} …`);
  const begun = performance.now();
  const result = spawnSync(command, args, {
    ...{ cwd: root, env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] },
    shell: process.platform === 'win32',
  });
  if (result.status === 0) {
    process.stderr.write(` done in ${Math.max(1, Math.round((performance.now() - begun) / 1000))} s.\n`);
    return;
  }
  process.stderr.write('\n');
  // Ctrl-C reaches the tool from the terminal itself.
  if (result.signal === 'SIGINT') process.exit(130);
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  if (result.error) console.error(`${command}: ${result.error.message}`);
  console.error(failed);
  process.exit(result.status ?? 1);
}

/** As `run`, but returns the exit status. */
export function tryRun(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function changed(name, content) {
  const file = join(stamps, name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== digest(content);
}
function mark(name, content) {
  writeFileSync(join(stamps, name), digest(content));
}
function digest(content) {
  return createHash('sha256').update(content).update(process.versions.modules).digest('hex');
}

const notSources = new Set(['node_modules', 'dist', '.turbo', '__pycache__', '.pytest_cache']);

/** Milliseconds since the epoch. */
function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (notSources.has(entry.name)) continue;
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}
