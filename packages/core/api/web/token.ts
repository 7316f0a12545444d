import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** 256 bits, in letters that a WebSocket subprotocol may have. */
const form = /^[\w-]{43}$/;

/**
 * The token of this state folder, made on first use and kept for its owner only (0600): a link stays valid over restarts.
 * Delete the file to make all old links invalid.
 */
export async function keptToken(stateDir: string): Promise<string> {
  const path = join(stateDir, 'serve-token');
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (form.test(kept)) {
    if (process.platform !== 'win32') await chmod(path, 0o600);
    return kept;
  }
  const token = randomBytes(32).toString('base64url');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${token}\n`, { mode: 0o600 });
  await rename(draft, path);
  return token;
}

/** By which a second `serve` knows that the first one has the same token, without either telling it. */
export function tokenMark(token: string): string {
  return createHash('sha256').update(`mark ${token}`).digest('hex').slice(0, 16);
}
