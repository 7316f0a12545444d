// `npm test`: the whole test suite from a fresh clone. Unit tests need nothing. Integration tests need real engines: where
// this is root on Debian they are fetched and started (tests/lab), elsewhere those tests are skipped and it is said why.
// SUTAZAI_NO_SKIP=1 (as in .ci/run) makes every skip a failure.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureBuilt, ensurePackages, requireNode, root, tryRun } from './dependencies.mjs';

requireNode();
ensurePackages();
ensureBuilt();

const noSkip = process.env.SUTAZAI_NO_SKIP === '1';
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const filters = process.argv.slice(2);

const reason = labReason();
const browser = ensureChromium();
if (browser !== undefined && noSkip) {
  console.error(`Skipping is forbidden here (SUTAZAI_NO_SKIP=1), but the tests in a browser cannot run: ${browser}`);
  process.exit(1);
}
let status = 0;
if (reason === undefined) {
  console.log('Test engines: installing and starting (tests/lab) …');
  status =
    tryRun('bash', [join(root, 'tests', 'lab', 'lab.sh'), 'install']) ||
    tryRun('bash', [join(root, 'tests', 'lab', 'lab.sh'), 'up']);
} else if (noSkip) {
  console.error(`Skipping is forbidden here (SUTAZAI_NO_SKIP=1), but the integration tests cannot run: ${reason}`);
  process.exit(1);
}
if (status === 0) {
  const projects = reason === undefined ? ['unit', 'integration'] : ['unit'];
  status = tryRun(process.execPath, [vitest, 'run', ...projects.flatMap((p) => ['--project', p]), ...filters]);
}
const python = filters.length === 0 ? pythonReason() : 'only some tests were asked for';
if (python === undefined) {
  console.log('The FAISS service (Python) …');
  status ||= tryRun('bash', [join(root, 'packages', 'faiss', 'run-tests.sh')]);
} else if (noSkip && filters.length === 0) {
  console.error(`Skipping is forbidden here (SUTAZAI_NO_SKIP=1), but the FAISS service's tests cannot run: ${python}`);
  status ||= 1;
} else console.log(`\nSkipped: the FAISS service's tests, because ${python}.`);
if (browser !== undefined) console.log(`\nSkipped: the tests in a browser, because ${browser}.`);
if (reason !== undefined) console.log(`\nSkipped: the integration tests on real engines, because ${reason}.`);
process.exitCode = status;

/** Why the Python service's tests cannot run here; undefined if they can. */
function pythonReason() {
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
    encoding: 'utf8',
  });
  return status === 0 && stdout.trim() === 'True' ? undefined : 'they need Python 3.11 or newer';
}

/** Why the test engines cannot be had here; undefined if they can. */
function labReason() {
  if (process.platform !== 'linux') return `they need Linux (this is ${process.platform})`;
  if (process.getuid?.() !== 0) return 'they start engines of their own, which needs root';
  if (!existsSync('/usr/bin/apt-get')) return 'they fetch Debian packages, and there is no apt-get here';
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'this machine does not allow new namespaces';
  return undefined;
}
