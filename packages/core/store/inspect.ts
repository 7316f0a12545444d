import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { NewerStoreError, StoreError } from './error.ts';
import { sqlite } from './sqlite.ts';

/** SQLite's file header, https://sqlite.org/fileformat2.html section 1.3. */
const headerSize = 100;
const magic = 'SQLite format 3\0';

/**
 * Refuses a file that must not be opened for writing, without changing it: one of a newer version, or a damaged one.
 * A file that was closed properly has no write-ahead log beside it; then a look at its header suffices. After a crash all of
 * it is checked, over a connection that cannot write (a writing one would fold the log into the file when it closes).
 * @throws StoreError STATE_CORRUPT, STATE_NEWER, or what the file system says.
 */
export function inspectFile(path: string, format: number): void {
  const size = sizeOf(path);
  if (size === 0) return;
  const header = readHeader(path, size);
  if (sizeOf(`${path}-wal`) > 0) {
    checkEverything(path, format);
    return;
  }
  refuseNewer(path, header.readUInt32BE(60), format);
  if (size < expectedSize(header)) throw new StoreError('STATE_CORRUPT', `${path} was cut off`, path);
}

function readHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(headerSize);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, header, 0, headerSize, 0);
    if (read === headerSize && header.toString('latin1', 0, magic.length) === magic) return header;
  } finally {
    closeSync(file);
  }
  throw new StoreError('STATE_CORRUPT', `${path} (${size} bytes) is not a database`, path);
}

/** 0 if the header does not tell: its page count only holds while the two change counters agree. */
function expectedSize(header: Buffer): number {
  if (header.readUInt32BE(24) !== header.readUInt32BE(92)) return 0;
  const pageSize = header.readUInt16BE(16);
  return header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize);
}

function checkEverything(path: string, format: number): void {
  const Sqlite = sqlite();
  const database = new Sqlite(path, { readonly: true, timeout: 1000 });
  try {
    refuseNewer(path, Number(database.pragma('user_version', { simple: true })), format);
    const verdict = String(database.pragma('quick_check(1)', { simple: true }));
    if (verdict !== 'ok') throw new StoreError('STATE_CORRUPT', `${path}: ${verdict}`, path);
  } finally {
    database.close();
  }
}

function refuseNewer(path: string, found: number, format: number): void {
  if (found > format) throw new NewerStoreError(path, found, format);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
