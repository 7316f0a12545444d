// Handles on the test lab (lab.sh) for the integration tests: where the engines are, and their client programs.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type ProxyRules, type SlowProxy, startProxy } from './slow-proxy.mjs';

export type { ProxyRules, ProxyStats, SlowProxy } from './slow-proxy.mjs';

export type EngineName = '28' | '28small' | '20' | 'podman';

export interface Engine {
  name: EngineName;
  socketPath: string;
  dockerHost: string;
  /** Where ports that it publishes on all addresses are reached. */
  address: string;
  /** Where it reaches the tests: what is to serve it must listen there. */
  hostAddress: string;
}

export interface EngineStatus {
  socket?: string;
  address?: string;
  version: string;
  running: boolean;
}

export interface LabStatus {
  installed: boolean;
  cache: string;
  state: string;
  data: string;
  engines: Record<EngineName | 'registry', EngineStatus>;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type Availability = { ok: true } | { ok: false; reason: string };

/** Set by global-setup.ts for the test workers: why there is no lab. */
export const UNAVAILABLE = 'SUTAZAI_LAB_UNAVAILABLE';

const root = process.getuid?.() === 0;
const labScript = fileURLToPath(new URL('./lab.sh', import.meta.url));
const cacheDir =
  env.SUTAZAI_LAB_CACHE ||
  (root ? '/var/cache/sutazai-lab' : `${env.XDG_CACHE_HOME || `${env.HOME}/.cache`}/sutazai-lab`);
const stateDir = env.SUTAZAI_LAB_STATE || '/run/sutazai-lab';

export interface RunOptions {
  cwd?: string | undefined;
  env?: Record<string, string | undefined> | undefined;
  /** Milliseconds; default five minutes. */
  timeout?: number | undefined;
  input?: string | undefined;
}

export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      [...args],
      {
        cwd: options.cwd,
        env: { ...env, ...options.env },
        timeout: options.timeout ?? 300_000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({
          code,
          stdout,
          stderr: error && typeof error.code !== 'number' ? `${stderr}${error.message}` : stderr,
        });
      },
    );
    // A program that ends without reading breaks the pipe; its exit code is what counts.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** Runs `lab.sh` with these arguments; never throws for its exit code. */
export function labCommand(args: readonly string[], options?: RunOptions): Promise<CommandResult> {
  return run('bash', [labScript, ...args], options);
}

export async function labStatus(): Promise<LabStatus> {
  const { code, stdout, stderr } = await labCommand(['status']);
  if (code !== 0) throw new Error(`lab.sh status failed (${code}): ${stderr}`);
  return JSON.parse(stdout) as LabStatus;
}

/** Engines in a network namespace of their own, by the number of its link (lib/start.sh). */
const networks: Partial<Record<EngineName, number>> = { '28small': 217, '20': 215, podman: 219 };

/** The engine of this name, running or not. */
export function engine(name: EngineName): Engine {
  const socketPath = `${stateDir}/${name}/engine.sock`;
  const net = networks[name];
  const [hostAddress, address] = net ? [`10.${net}.255.1`, `10.${net}.255.2`] : ['127.0.0.1', '127.0.0.1'];
  return { name, socketPath, dockerHost: `unix://${socketPath}`, address, hostAddress };
}

/** The value of DOCKER_HOST for a program that is to use this engine. */
export const dockerHost = (name: EngineName): string => engine(name).dockerHost;

/** Docker 28 in the machine's own network namespace: published ports reach 127.0.0.1. */
export const engine28 = (): Engine => engine('28');
/**
 * Docker 28 on a data root of 96 MB, for tests of a full disk; `labCommand(['up', '28small'])` starts it.
 * It tries each download once only, so a connection that breaks is an error at once (else after five tries, 50 s).
 */
export const engine28small = (): Engine => engine('28small');
/** Docker 20.10 (API 1.41) in a network namespace of its own: its published ports are not on 127.0.0.1, see `address`. */
export const engine20 = (): Engine => engine('20');
/** podman's service, in a network namespace of its own: `labCommand(['up', 'podman'])` starts it. */
export const podman = (): Engine => engine('podman');

/** The local registry; `address` is the first part of an image name, such as `${address}/demo/small:1`. */
export function registry(): { address: string } {
  return { address: `127.0.0.1:${env.SUTAZAI_LAB_REGISTRY_PORT || 15955}` };
}

export const dockerPath = (): string => `${cacheDir}/tree28/usr/bin/docker`;
export const composePath = (): string => `${cacheDir}/tree28/usr/libexec/docker/cli-plugins/docker-compose`;

function alive(name: string, daemon: string): boolean {
  try {
    const pid = readFileSync(`${stateDir}/${name}/${daemon}.pid`, 'utf8').trim();
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${stateDir}/`);
  } catch {
    return false;
  }
}

/** Whether tests can use engine 28 and the registry now; cheap enough for `describe.skipIf`. */
export function labAvailable(): Availability {
  const reason = env[UNAVAILABLE];
  if (reason) return { ok: false, reason };
  if (!existsSync(dockerPath()))
    return { ok: false, reason: `the lab is not installed in ${cacheDir} (lab.sh install)` };
  if (!alive('28', 'dockerd')) return { ok: false, reason: 'engine 28 of the lab does not run (lab.sh up)' };
  if (!alive('registry', 'registry')) return { ok: false, reason: 'the registry of the lab does not run (lab.sh up)' };
  return { ok: true };
}

export interface SlowProxyOptions extends ProxyRules {
  /** Default: the lab's registry. */
  target?: string;
  port?: number;
  /** The engine that is to reach it; default engine 28. The others reach the registry only through such a proxy. */
  engine?: Engine;
}

/** A proxy in front of the registry that slows, cuts, stalls, refuses or just passes on; see slow-proxy.mjs. */
export function startSlowProxy({ engine: by, ...options }: SlowProxyOptions = {}): Promise<SlowProxy> {
  return startProxy({ target: `http://${registry().address}`, host: (by ?? engine28()).hostAddress, ...options });
}

// The lab's own client configuration: no context, credential or plug-in of the user takes part.
const clientEnv = (on: Engine): Record<string, string | undefined> => ({
  DOCKER_HOST: on.dockerHost,
  DOCKER_CONFIG: `${cacheDir}/docker-config`,
  DOCKER_CONTEXT: undefined,
});

export function dockerCli(on: Engine, args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  return run(dockerPath(), args, { ...options, env: { ...clientEnv(on), ...options.env } });
}

export function composeCli(on: Engine, args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  return run(composePath(), args, { ...options, env: { ...clientEnv(on), ...options.env } });
}
