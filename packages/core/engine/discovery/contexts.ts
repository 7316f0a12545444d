import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsMaterial } from '../docker/agents.ts';

/** Where a Docker context points. */
export interface ContextTarget {
  name: string;
  url: string;
  tls?: TlsMaterial;
}

/** The Docker CLI's folder: `DOCKER_CONFIG` or `~/.docker`. */
export function cliFolder(environment: Record<string, string | undefined>, home: string): string {
  return environment.DOCKER_CONFIG || join(home, '.docker');
}

/** `currentContext` of the CLI's config; `default` (no file of its own) counts as none. */
export async function currentContext(folder: string): Promise<string | undefined> {
  try {
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { currentContext?: string };
    return config.currentContext && config.currentContext !== 'default' ? config.currentContext : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a context's endpoint and TLS material (facts 3.8): `contexts/meta/<sha256 of the name>/meta.json`, keys beside it
 * under `contexts/tls`. Rejects with plain words if there is no such context or its file is broken.
 */
export async function readContext(folder: string, name: string): Promise<ContextTarget> {
  const id = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', id, 'meta.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Error(`there is no Docker context "${name}" (looked for ${file})`);
  }
  let host: string | undefined;
  let insecure: boolean | undefined;
  try {
    const meta = JSON.parse(text) as { Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } } };
    host = meta.Endpoints?.docker?.Host;
    insecure = meta.Endpoints?.docker?.SkipTLSVerify;
  } catch {
    throw new Error(`the Docker context "${name}" is broken: ${file} is no JSON`);
  }
  if (!host) throw new Error(`the Docker context "${name}" names no Docker endpoint`);
  const tls = await readTls(join(folder, 'contexts', 'tls', id, 'docker'), insecure);
  return { name, url: host, ...(tls ? { tls } : {}) };
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder, as contexts and DOCKER_CERT_PATH keep them; none of them, no TLS. */
export async function readTls(folder: string, insecure?: boolean): Promise<TlsMaterial | undefined> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  if (!ca && !cert && !key) return undefined;
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(insecure ? { insecure } : {}),
  };
}
