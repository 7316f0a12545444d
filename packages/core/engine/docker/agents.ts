import { spawn } from 'node:child_process';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Duplex } from 'node:stream';
import { EngineError } from '../engine.ts';

/** TLS material of a context or of DOCKER_CERT_PATH, PEM. */
export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  /** `SkipTLSVerify` of the context. */
  insecure?: boolean;
}

export interface Dialer {
  agent: HttpAgent | HttpsAgent;
  protocol: 'http' | 'https';
  socketPath?: string;
  host?: string;
  port?: number;
}

/** Sockets kept for the next call: a stack's start makes hundreds of short calls, and each long stream keeps one. */
const pool = { keepAlive: true, maxSockets: 256, maxFreeSockets: 16 } as const;

/**
 * How to reach an endpoint URL. `ssh://` and `wsl://` run the CLI's own relay, `docker system dial-stdio`, one process per
 * connection (facts 3.8); a unix socket inside a WSL distro cannot be opened from Windows in another way.
 * @throws EngineError for a URL of no known kind.
 */
export function dialer(url: string, tls?: TlsMaterial): Dialer {
  if (url.startsWith('unix://')) return { agent: new HttpAgent(pool), protocol: 'http', socketPath: url.slice(7) };
  if (url.startsWith('npipe://')) return { agent: new HttpAgent(pool), protocol: 'http', socketPath: url.slice(8) };
  if (url.startsWith('ssh://')) return relay('ssh', sshArguments(url));
  if (url.startsWith('wsl://')) {
    const distro = decodeURIComponent(url.slice('wsl://'.length).replace(/\/$/, ''));
    return relay('wsl.exe', ['-d', distro, '--', 'docker', 'system', 'dial-stdio']);
  }
  if (/^(tcp|https?):\/\//.test(url)) return network(url, tls);
  throw new EngineError(`"${url}" is no engine address: unix://, npipe://, tcp://, ssh:// and wsl:// are`, {
    operation: 'engine.connect',
    subject: url,
  });
}

function network(url: string, tls: TlsMaterial | undefined): Dialer {
  const parsed = new URL(url.replace(/^tcp:/, 'http:'));
  const secure = tls !== undefined || url.startsWith('https:');
  const target = { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: Number(parsed.port || (secure ? 2376 : 2375)) };
  if (!secure) return { agent: new HttpAgent(pool), protocol: 'http', ...target };
  const material = {
    ...(tls?.ca ? { ca: tls.ca } : {}),
    ...(tls?.cert ? { cert: tls.cert } : {}),
    ...(tls?.key ? { key: tls.key } : {}),
    rejectUnauthorized: tls?.insecure !== true,
  };
  return { agent: new HttpsAgent({ ...pool, ...material }), protocol: 'https', ...target };
}

/** BatchMode: a password prompt would wait for ever behind a window. */
function sshArguments(url: string): string[] {
  const { hostname, port, username } = new URL(url);
  const user = username ? ['-l', decodeURIComponent(username)] : [];
  return [
    '-o',
    'BatchMode=yes',
    '-o',
    'ConnectTimeout=10',
    ...(port ? ['-p', port] : []),
    ...user,
    '--',
    hostname,
    'docker',
    'system',
    'dial-stdio',
  ];
}

function relay(command: string, args: string[]): Dialer {
  const agent = new HttpAgent(pool);
  // The agent asks for a connection; the relay's standard streams are one.
  Object.assign(agent, { createConnection: () => relayConnection(command, args) });
  return { agent, protocol: 'http', host: 'localhost', port: 80 };
}

/** One relay process as a socket; it ends with the connection, and its complaints become the connection's error. */
function relayConnection(command: string, args: string[]): Duplex {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const duplex = Duplex.from({ writable: child.stdin, readable: child.stdout });
  // What http.Agent calls on a socket and a plain duplex does not have.
  const noop = () => duplex;
  Object.assign(duplex, { setKeepAlive: noop, setNoDelay: noop, setTimeout: noop, ref: noop, unref: noop });
  let complaint = '';
  child.stderr.on('data', (d: Buffer) => {
    complaint = (complaint + d.toString()).slice(-2000);
  });
  const fail = (message: string, code?: string) =>
    duplex.destroy(Object.assign(new Error(message), { code: code ?? 'ERELAY' }));
  child.on('error', (error: NodeJS.ErrnoException) => fail(`${command}: ${error.message}`, error.code));
  child.on('close', (code) => {
    if (code !== 0 && !duplex.destroyed) fail(complaint.trim() || `${command} ended with exit code ${code}`);
  });
  // A relay that dies while we write tells through its exit code; the pipe's own EPIPE would only hide it.
  child.stdin.on('error', () => undefined);
  duplex.on('close', () => child.kill());
  return duplex;
}
