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

interface Credentials {
  username?: string;
  password?: string;
  identitytoken?: string;
}

/**
 * `X-Registry-Auth` for an image from the Docker CLI's config, as `docker login` left it: a credential helper, or the auth
 * entry itself. Undefined (anonymous) if there is none or the helper fails; the engine's answer then says what is missing.
 */
export async function registryAuth(ref: string, configDir: string): Promise<string | undefined> {
  const registry = registryOf(ref);
  const found = await credentialsFor(registry, configDir);
  return found && encode({ ...found, serveraddress: registry });
}

/** What `docker login` left for this registry, named as in the CLI's config; undefined if there is nothing. */
export async function credentialsFor(registry: string, configDir: string): Promise<Credentials | undefined> {
  const config = await readConfig(configDir);
  const helper = config?.credHelpers?.[registry] ?? config?.credsStore;
  const fromHelper = helper ? await askHelper(helper, registry) : undefined;
  if (fromHelper) return fromHelper;
  const entry = config?.auths?.[registry] ?? config?.auths?.[`https://${registry}`];
  if (!entry) return undefined;
  if (entry.identitytoken) return { identitytoken: entry.identitytoken };
  const [username, ...rest] = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return username ? { username, password: rest.join(':') } : undefined;
}

/**
 * `X-Registry-Config`: every log-in at once, which is how the classic builder takes them. Undefined if there is none; with a
 * credential store the registries are those that the config names.
 */
export async function allRegistryAuth(configDir: string): Promise<string | undefined> {
  const config = await readConfig(configDir);
  const registries = [...Object.keys(config?.auths ?? {}), ...Object.keys(config?.credHelpers ?? {})];
  const entries = await Promise.all(
    [...new Set(registries)].map(async (registry) => [registry, await credentialsFor(registry, configDir)] as const),
  );
  const known = entries.filter(([, credentials]) => credentials !== undefined);
  return known.length === 0 ? undefined : encode(Object.fromEntries(known));
}

async function readConfig(configDir: string): Promise<CliConfig | undefined> {
  try {
    return JSON.parse(await readFile(join(configDir, 'config.json'), 'utf8')) as CliConfig;
  } catch {
    return undefined;
  }
}

/** Milliseconds a credential helper may take: some open a window to ask. */
const helperLimit = 10_000;

function askHelper(helper: string, registry: string): Promise<Credentials | undefined> {
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

function encode(auth: object): string {
  // With padding: 20.10 takes the log-in for none at all without it.
  return Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
