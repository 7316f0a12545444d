import { type Engine, type EngineEndpoint, EngineError } from '../engine.ts';
import { dialer, type TlsMaterial } from './agents.ts';
import { DockerEngine } from './docker-engine.ts';
import { isPodman } from './info.ts';
import { Transport } from './transport.ts';

/** Newest API version that this code knows, and the oldest it takes: 1.41 is Docker 20.10 (facts 3.1). */
const newest = 51;
export const oldest = 41;

export interface ConnectOptions {
  signal?: AbortSignal;
  tls?: TlsMaterial;
  /** The Docker CLI's folder, for registry log-ins. */
  configDir?: string;
}

interface Version {
  Version: string;
  ApiVersion: string;
  MinAPIVersion?: string;
  Components?: { Name?: string }[];
}

/**
 * Connects and settles on an API version: the newest that both know. Every later call carries it in its path.
 * @throws EngineError; with status 400 and "too old"/"too new" in its words when there is no common version.
 */
export async function connectDocker(endpoint: EngineEndpoint, options: ConnectOptions = {}): Promise<Engine> {
  const transport = new Transport(dialer(endpoint.url, options.tls));
  try {
    const version = await transport.call<Version>({
      method: 'GET',
      path: '/version',
      signal: options.signal,
      operation: 'engine.connect',
      subject: endpoint.url,
    });
    const apiMinor = negotiate(version, endpoint);
    transport.prefix = `/v1.${apiMinor}`;
    return new DockerEngine(endpoint, transport, apiMinor, isPodman(version), options.configDir);
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** The common API minor version. */
export function negotiate(version: Version, endpoint: EngineEndpoint): number {
  const theirs = minor(version.ApiVersion);
  const least = Math.max(oldest, minor(version.MinAPIVersion ?? '1.0'));
  const pick = Math.min(newest, theirs);
  if (pick >= least) return pick;
  const words =
    theirs < oldest
      ? `engine ${version.Version} speaks API ${version.ApiVersion}; 1.${oldest} (Docker 20.10) is the oldest that works: the engine is too old`
      : `engine ${version.Version} accepts API ${version.MinAPIVersion} and newer; this program speaks up to 1.${newest}: client version 1.${newest} is too old`;
  throw new EngineError(words, { operation: 'engine.connect', status: 400, subject: endpoint.url });
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
