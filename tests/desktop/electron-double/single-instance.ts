import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Second {
  argv: string[];
  folder: string;
  data: unknown;
}

/**
 * The lock of a profile folder, as Electron's: asked for without waiting, so it is files and not a socket. A second process
 * leaves a note and is told no; the first one hears of the note.
 */
export function takeLock(profile: string, data: unknown, hear: (second: Second) => void): boolean {
  const notes = join(profile, 'second-instances');
  mkdirSync(notes, { recursive: true });
  const lock = join(profile, 'double.lock');
  if (heldByOther(lock)) {
    const note: Second = { argv: process.argv, folder: process.cwd(), data };
    writeFileSync(join(notes, `${process.pid}.new`), JSON.stringify(note));
    return false;
  }
  writeFileSync(lock, String(process.pid));
  const watcher = watch(notes, () => {
    for (const name of readdirSync(notes)) {
      const text = readFileSync(join(notes, name), 'utf8');
      // A note that is still being written is read at the next change.
      if (text === '') continue;
      rmSync(join(notes, name), { force: true });
      hear(JSON.parse(text) as Second);
    }
  });
  watcher.unref();
  process.on('exit', () => rmSync(lock, { force: true }));
  return true;
}

function heldByOther(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
