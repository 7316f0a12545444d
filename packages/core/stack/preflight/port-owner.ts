import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Milliseconds the search may take: it names the culprit, the finding stands without it. */
const limit = 1000;

/** The program that listens on a port of this machine, as `name (pid 812)`; undefined where the system does not tell. */
export async function portOwner(
  port: number,
  protocol: 'tcp' | 'udp',
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  try {
    if (platform === 'linux') return await linuxOwner(port, protocol);
    if (platform === 'win32') return await windowsOwner(port);
    return await lsofOwner(port, protocol);
  } catch {
    return undefined;
  }
}

/** /proc/net names the socket's inode, /proc/PID/fd the process that holds it (all of them only for root). */
async function linuxOwner(port: number, protocol: 'tcp' | 'udp'): Promise<string | undefined> {
  const until = Date.now() + limit;
  const inodes = new Set<string>();
  for (const table of [protocol, `${protocol}6`]) {
    for (const line of (await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const listening = protocol === 'udp' || fields[3] === '0A';
      const local = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16);
      if (listening && local === port && fields[9]) inodes.add(`socket:[${fields[9]}]`);
    }
  }
  if (inodes.size === 0) return undefined;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    if (Date.now() > until) return undefined;
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (inodes.has(link)) return `${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()} (pid ${pid})`;
    }
  }
  return undefined;
}

async function lsofOwner(port: number, protocol: 'tcp' | 'udp'): Promise<string | undefined> {
  const state = protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
  const out = await run('lsof', ['-nP', `-i${protocol.toUpperCase()}:${port}`, ...state, '-Fpc']);
  const pid = /^p(\d+)/m.exec(out)?.[1];
  const name = /^c(.+)/m.exec(out)?.[1];
  return pid && name ? `${name} (pid ${pid})` : undefined;
}

async function windowsOwner(port: number): Promise<string | undefined> {
  const out = await run('netstat', ['-ano']);
  const pid = new RegExp(`:${port}\\s+\\S+\\s+(?:LISTENING\\s+)?(\\d+)\\s*$`, 'm').exec(out)?.[1];
  if (!pid) return undefined;
  const list = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return `${/^"([^"]+)"/.exec(list.trim())?.[1] ?? 'a program'} (pid ${pid})`;
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: limit, windowsHide: true }, (_, stdout) => resolve(stdout));
  });
}
