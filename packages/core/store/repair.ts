import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { guarded } from './error.ts';
import { fileName, openStore, type StoreOptions } from './open.ts';

/**
 * Puts a damaged state file aside and starts a fresh one. Its log goes with it under the matching name, so that what can
 * still be read from the old one stays readable.
 * @returns `keptAs`: where the old file is now; empty if there was none.
 */
export function repairStore(directory: string, options: StoreOptions = {}): { keptAs: string } {
  const path = join(directory, fileName);
  const keptAs = setAside(path, options.clock ?? Date.now);
  openStore(directory, options).close();
  return { keptAs };
}

/** Renames one of our files, so that a fresh one can take its place; returns its new path, empty if there was none. */
export function setAside(path: string, clock: () => number): string {
  return guarded(path, () => putAside(path, clock));
}

function putAside(path: string, clock: () => number): string {
  if (!existsSync(path)) return '';
  const stamp = new Date(clock()).toISOString().replace(/[-:]|\.\d+/g, '');
  let kept = `${path}.corrupt-${stamp}`;
  for (let n = 2; existsSync(kept); n++) kept = `${path}.corrupt-${stamp}-${n}`;
  // The log first: if this is interrupted, a file without its log is better than a new file with a foreign log.
  for (const suffix of ['-shm', '-wal', '']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${kept}${suffix}`);
  }
  return kept;
}
