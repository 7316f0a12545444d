import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { linuxListeners, lsofOwner, netstatPid, type Socket } from './listeners.ts';

/** Milliseconds the search may take: it names the culprit, the finding stands without it. */
const limit = 1000;

/** The program that listens on a port of this machine, as `name (pid 812)`; undefined where the system does not tell. */
export async function portOwner(wanted: Socket, platform: NodeJS.Platform): Promise<string | undefined> {
  try {
    if (platform === 'linux') return await linuxOwner(wanted);
    if (platform === 'win32') return await windowsOwner(wanted);
    const state = wanted.protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
    return lsofOwner(await run('lsof', ['-nP', `-i${wanted.protocol.toUpperCase()}:${wanted.port}`, ...state, '-Fpc']));
  } catch {
    return undefined;
  }
}

/** /proc/net names the socket's inode, /proc/PID/fd the process that holds it (all of them only for root). */
async function linuxOwner(wanted: Socket): Promise<string | undefined> {
  const until = Date.now() + limit;
  const tables = await Promise.all(
    ['', '6'].map((family) => readFile(`/proc/net/${wanted.protocol}${family}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(linuxListeners(tables, wanted).map((inode) => `socket:[${inode}]`));
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

async function windowsOwner(wanted: Socket): Promise<string | undefined> {
  const pid = netstatPid(await run('netstat', ['-ano']), wanted);
  if (!pid) return undefined;
  const list = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return `${/^"([^"]+)"/.exec(list.trim())?.[1] ?? 'a program'} (pid ${pid})`;
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: limit, windowsHide: true }, (_, stdout) => resolve(stdout));
  });
}
