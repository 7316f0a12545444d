import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsMaterial } from '../docker/agents.ts';
import type { EngineEndpoint } from '../engine.ts';
import { cliFolder, currentContext, readContext, readTls } from './contexts.ts';
import { wslDistros } from './wsl.ts';

export interface DiscoveryOptions {
  /** `--host`. */
  explicit?: string;
  environment: Record<string, string | undefined>;
  home: string;
  platform: NodeJS.Platform;
  uid: number;
  signal?: AbortSignal;
}

/** A place where an engine may be. */
export interface Source {
  endpoint: EngineEndpoint;
  tls?: TlsMaterial;
  /** The user named it: if it does not answer, no other may silently take its place. */
  chosen: boolean;
  /** It cannot even be tried. */
  broken?: string;
}

/** All places, in order of precedence: what the user named first, as the Docker CLI orders it, then the usual sockets (facts 3.8). */
export async function sources(options: DiscoveryOptions): Promise<Source[]> {
  const named = await namedSource(options);
  const found = await usualSources(options);
  return named ? [named, ...found] : found;
}

/** `--host` > `DOCKER_HOST` > `DOCKER_CONTEXT` > the CLI's current context. */
export async function namedSource(options: DiscoveryOptions): Promise<Source | undefined> {
  const { environment, explicit } = options;
  const folder = cliFolder(environment, options.home);
  const host = explicit ?? environment.DOCKER_HOST;
  if (host) {
    const url = host.includes('://') ? host : `tcp://${host}`;
    const verify = environment.DOCKER_TLS_VERIFY;
    const wanted = url.startsWith('tcp:') && (verify === '1' || environment.DOCKER_CERT_PATH);
    const tls = wanted ? await readTls(environment.DOCKER_CERT_PATH ?? folder, verify !== '1') : undefined;
    return { endpoint: { url, source: explicit ? '--host' : 'DOCKER_HOST' }, chosen: true, ...(tls ? { tls } : {}) };
  }
  const fromEnvironment = environment.DOCKER_CONTEXT;
  const name =
    fromEnvironment && fromEnvironment !== 'default'
      ? fromEnvironment
      : fromEnvironment
        ? undefined
        : await currentContext(folder);
  if (!name) return undefined;
  const source = fromEnvironment ? `DOCKER_CONTEXT ${name}` : `context ${name}`;
  try {
    const target = await readContext(folder, name);
    return {
      endpoint: { url: target.url, source, context: name },
      chosen: true,
      ...(target.tls ? { tls: target.tls } : {}),
    };
  } catch (error) {
    const broken = error instanceof Error ? error.message : String(error);
    return { endpoint: { url: '', source, context: name }, chosen: true, broken };
  }
}

async function usualSources(options: DiscoveryOptions): Promise<Source[]> {
  const { home, platform, uid, environment } = options;
  if (platform === 'win32') {
    const pipes: [string, string][] = [
      ['npipe:////./pipe/dockerDesktopLinuxEngine', 'Docker Desktop'],
      ['npipe:////./pipe/docker_engine', 'default pipe'],
      ['npipe:////./pipe/podman-machine-default', 'Podman'],
    ];
    const distros = await wslDistros(options.signal);
    return [
      ...pipes.map(([url, source]) => place(url, source)),
      ...distros.map((d) => place(`wsl://${encodeURIComponent(d)}`, `WSL distro ${d}`)),
    ];
  }
  const runtime = environment.XDG_RUNTIME_DIR || `/run/user/${uid}`;
  const paths: [string, string][] = [
    ['/var/run/docker.sock', 'default socket'],
    [join(runtime, 'docker.sock'), 'rootless Docker'],
    [`/run/user/${uid}/docker.sock`, 'rootless Docker'],
    [join(home, '.docker/run/docker.sock'), 'Docker Desktop'],
    [join(home, '.docker/desktop/docker.sock'), 'Docker Desktop'],
    ...(await colimaSockets(home)),
    [join(home, '.orbstack/run/docker.sock'), 'OrbStack'],
    [join(runtime, 'podman/podman.sock'), 'rootless Podman'],
    ['/run/podman/podman.sock', 'Podman'],
  ];
  // The same socket is often found by two paths (/var/run is a link to /run): it is listed once, under the first name.
  const seen = new Set<string>();
  const unique: Source[] = [];
  for (const [path, source] of paths) {
    const real = await realpath(path).catch(() => path);
    if (seen.has(real)) continue;
    seen.add(real);
    unique.push(place(`unix://${path}`, source));
  }
  return unique;
}

function place(url: string, source: string): Source {
  return { endpoint: { url, source }, chosen: false };
}

async function colimaSockets(home: string): Promise<[string, string][]> {
  const folder = join(home, '.colima');
  const profiles = await readdir(folder).catch(() => []);
  const real = profiles.filter((p) => !p.startsWith('_') && !p.startsWith('.'));
  return (real.length > 0 ? real : ['default']).map((p) => [join(folder, p, 'docker.sock'), `Colima ${p}`]);
}
