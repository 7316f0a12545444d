import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keys of `proxies` in the Docker CLI's config, and the variable each stands for. */
const keys = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  noProxy: 'NO_PROXY',
  ftpProxy: 'FTP_PROXY',
  allProxy: 'ALL_PROXY',
} as const;

/**
 * What the CLI's config gives containers and builds on this engine (`docker run`, `docker build` and compose all do):
 * the entry of its address, else `default`, each variable in both spellings. Empty if there is none.
 */
export async function proxyVariables(configDir: string, host: string): Promise<Record<string, string>> {
  const entry = await proxiesFor(configDir, host);
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, name]) => {
      const value = entry[key];
      if (typeof value !== 'string' || value === '') return [];
      return [
        [name, value],
        [name.toLowerCase(), value],
      ];
    }),
  );
}

async function proxiesFor(configDir: string, host: string): Promise<Record<string, unknown>> {
  try {
    const { proxies } = JSON.parse(await readFile(join(configDir, 'config.json'), 'utf8')) as {
      proxies?: Record<string, Record<string, unknown>>;
    };
    if (!proxies) return {};
    // As in the CLI: an entry of its own replaces `default` as a whole, even an empty one.
    return (Object.hasOwn(proxies, host) ? proxies[host] : proxies.default) ?? {};
  } catch {
    // No config, or one that cannot be read, says nothing of proxies.
    return {};
  }
}
