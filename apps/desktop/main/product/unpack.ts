import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Names the contents; written by build/desktop/product.mjs. */
const idFile = 'product.id';

/**
 * The product's files where the engine can read them, as they are in this build; returns the folder. They must not stay in
 * the package: an AppImage is mounted at another path each time, where only its own user may read, and Docker Desktop shares
 * the home folder only. A new build's files replace the old ones as a whole; the path stays, as containers are bound to it.
 */
export async function unpackProduct(packaged: string, state: string): Promise<string> {
  const place = join(state, 'product');
  const wanted = await readFile(join(packaged, idFile), 'utf8');
  if ((await idOf(place)) === wanted) return place;
  const fresh = `${place}.new`;
  const old = `${place}.old`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(state, { recursive: true, mode: 0o700 });
  await cp(packaged, fresh, { recursive: true, preserveTimestamps: true });
  await rm(old, { recursive: true, force: true });
  await rename(place, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, place);
  await rm(old, { recursive: true, force: true });
  return place;
}

const idOf = (place: string): Promise<string | undefined> =>
  readFile(join(place, idFile), 'utf8').catch(() => undefined);
