// A fresh machine may have no container engine. Where this can be mended with the system's own package (root on Debian or
// a relative of it), `npm start` does so; elsewhere the command line says what to install.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { agreed } from './agreed.mjs';

const defaultSocket = '/var/run/docker.sock';

/** Resolves when an engine answers, or when there is nothing more that can be done here. */
export async function ensureEngine(bundle) {
  if (hasEngine(bundle) || process.env.SUTAZAI_NO_INSTALL === '1') return;
  if (!(process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))) return;
  const installed = existsSync('/usr/sbin/dockerd') || existsSync('/usr/bin/dockerd');
  const what = installed
    ? 'start the Docker engine'
    : 'install and start the Docker engine (apt-get install docker.io)';
  if (!(await agreed(`No container engine answers. Shall I ${what}?`))) return;
  if (!installed) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    apt(['update', '-q'], env);
    apt(['install', '-qy', '--no-install-recommends', 'docker.io', 'iptables'], env);
  }
  await startDaemon();
}

/** `doctor --json` exits with 3 when no engine is usable. */
function hasEngine(bundle) {
  return spawnSync(process.execPath, [bundle, 'doctor', '--engines', '--json'], { stdio: 'ignore' }).status === 0;
}

function apt(args, env) {
  const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error(`apt-get ${args.join(' ')} failed; see above.`);
}

/** By systemd where it runs, else as a background process of its own (containers, WSL without systemd). */
async function startDaemon() {
  if (existsSync('/run/systemd/system')) {
    spawnSync('systemctl', ['start', 'docker'], { stdio: 'inherit' });
  } else {
    mkdirSync('/var/log', { recursive: true });
    const log = openSync('/var/log/dockerd.log', 'a');
    spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] }).unref();
  }
  for (let i = 0; i < 100 && !existsSync(defaultSocket); i++) await pause(200);
  if (!existsSync(defaultSocket)) console.error('The Docker engine did not start; its log is /var/log/dockerd.log.');
}
