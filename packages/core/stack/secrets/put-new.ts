import { chmod, link, open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** What of the file system a test may stand in for. */
export interface LinkCalls {
  link: typeof link;
  chmod: typeof chmod;
}

/** How file systems without hard links (FAT, exFAT, some network and FUSE ones) or without modes refuse them. */
const unsupported = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EINVAL']);

/** Milliseconds that a file claimed by another process may stay empty. */
const claimLimit = 2000;

/**
 * Puts a finished draft into its place, unless something is there already; returns false then, and changes nothing. The
 * draft stays where it is, or is gone.
 */
export async function putNew(draft: string, file: string, calls: LinkCalls = { link, chmod }): Promise<boolean> {
  try {
    // A hard link, unlike a rename, never replaces what another process has just written.
    await calls.link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!unsupported.has(codeOf(error))) throw error;
  }
  return claimAndRename(draft, file);
}

/**
 * Without hard links the name is claimed first, by an empty file that exactly one process can make; its owner then puts the
 * draft in its place in one step. A crash in between leaves the empty file, which is refused as a secret, never used.
 */
async function claimAndRename(draft: string, file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await filled(file);
    return false;
  }
  try {
    await rename(draft, file);
    return true;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Whoever has claimed the file is about to fill it: what is read next must not be the empty claim. */
async function filled(file: string): Promise<void> {
  const until = Date.now() + claimLimit;
  while ((await readFile(file).catch(() => undefined))?.length === 0 && Date.now() < until) await pause(10);
}

/** Not left to the umask, which would take from a container what the mode was to give it. FAT keeps no modes at all. */
export async function setMode(file: string, mode: number, calls: Pick<LinkCalls, 'chmod'> = { chmod }): Promise<void> {
  try {
    await calls.chmod(file, mode);
  } catch (error) {
    if (!unsupported.has(codeOf(error))) throw error;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code);
}
