import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { EngineError } from '../engine.ts';
import { RelayConnection } from './relay.ts';

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
  Object.assign(agent, { createConnection: () => new RelayConnection(command, args) });
  return { agent, protocol: 'http', host: 'localhost', port: 80 };
}
