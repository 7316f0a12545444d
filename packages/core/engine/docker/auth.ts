import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface CliConfig {
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

/** The registry part of an image reference; the default registry has a historical address of its own. */
export function registryOf(ref: string): string {
  const first = ref.split('/')[0] ?? '';
  const named = ref.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
  return named ? first : 'https://index.docker.io/v1/';
}

/**
 * `X-Registry-Auth` for an image from the Docker CLI's config, as `docker login` left it: a credential helper, or the auth
 * entry itself. Undefined (anonymous) if there is none or the helper fails; the engine's answer then says what is missing.
 */
export async function registryAuth(ref: string, configDir: string): Promise<string | undefined> {
  const registry = registryOf(ref);
  let config: CliConfig;
  try {
    config = JSON.parse(await readFile(join(configDir, 'config.json'), 'utf8')) as CliConfig;
  } catch {
    return undefined;
  }
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  const fromHelper = helper ? await askHelper(helper, registry) : undefined;
  if (fromHelper) return encode({ ...fromHelper, serveraddress: registry });
  const entry = config.auths?.[registry] ?? config.auths?.[`https://${registry}`];
  if (!entry) return undefined;
  if (entry.identitytoken) return encode({ identitytoken: entry.identitytoken, serveraddress: registry });
  const [username, ...rest] = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return username ? encode({ username, password: rest.join(':'), serveraddress: registry }) : undefined;
}

/** Milliseconds a credential helper may take: some open a window to ask. */
const helperLimit = 10_000;

function askHelper(helper: string, registry: string): Promise<Record<string, string> | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ['get'], { timeout: helperLimit }, (error, stdout) => {
      if (error) return resolve(undefined);
      try {
        const { Username, Secret } = JSON.parse(stdout) as { Username: string; Secret: string };
        resolve(Username === '<token>' ? { identitytoken: Secret } : { username: Username, password: Secret });
      } catch {
        resolve(undefined);
      }
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(registry);
  });
}

function encode(auth: Record<string, string>): string {
  return Buffer.from(JSON.stringify(auth)).toString('base64url');
}
