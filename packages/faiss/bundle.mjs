// The FAISS service and its locked libraries in one folder: what its image is made of. The libraries are wheels for the image's
// Python and this machine's processor, whatever Python is here; they are fetched again only when the lock file changes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dist = join(folder, 'dist');
const stamp = join(folder, 'dist', 'site', '.lock');
const python = '3.13';
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

const lock = createHash('sha256')
  .update(readFileSync(join(folder, 'requirements.txt')))
  .update(`${python} ${machine}`)
  .digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  const pip = findPip();
  if (pip === undefined) {
    // The other services do not need it: only the FAISS service's image cannot be built.
    console.error('The FAISS service is left out of the build: it needs Python 3 with pip or venv.');
    process.exit(0);
  }
  const site = join(dist, 'site');
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const tags = ['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_24', 'manylinux_2_17', 'manylinux2014'];
  const result = spawnSync(
    pip[0],
    [
      ...[
        ...pip.slice(1),
        'install',
        '-q',
        '--disable-pip-version-check',
        '--root-user-action',
        'ignore',
        '--no-deps',
        '--no-compile',
      ],
      ...['--require-hashes', '--only-binary', ':all:', '--implementation', 'cp', '--python-version', python],
      ...tags.flatMap((tag) => ['--platform', `${tag}_${machine}`]),
      ...['--target', site, '-r', join(folder, 'requirements.txt')],
    ],
    { stdio: ['ignore', 2, 2] },
  );
  if (result.status !== 0) process.exit(result.status ?? 1);
  rmSync(join(site, 'bin'), { recursive: true, force: true });
  writeFileSync(stamp, lock);
}
rmSync(join(dist, 'sutazai_faiss'), { recursive: true, force: true });
cpSync(join(folder, 'sutazai_faiss'), join(dist, 'sutazai_faiss'), {
  recursive: true,
  filter: (path) => !path.includes('__pycache__'),
});

/** The command that runs pip: this machine's own, else one in an environment that is made for it. */
function findPip() {
  const works = (command) =>
    spawnSync(command[0], [...command.slice(1), '--version'], { stdio: 'ignore' }).status === 0;
  const own = ['python3', '-m', 'pip'];
  if (works(own)) return own;
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const made = [join(cache, 'sutazai', 'venvs', 'pip', 'bin', 'python'), '-m', 'pip'];
  if (!works(made)) spawnSync('python3', ['-m', 'venv', join(made[0], '..', '..')], { stdio: 'ignore' });
  return works(made) ? made : undefined;
}
