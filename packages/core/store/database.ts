import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { guarded, NewerStoreError } from './error.ts';
import { inspectFile } from './inspect.ts';
import { sqlite } from './sqlite.ts';

/**
 * Opens one of our SQLite files, making folder (0700) and file (0600) if needed, and brings it to the newest format.
 * @param migrations see migrations.ts; their number is the format.
 * @throws StoreError, as `openStore` says.
 */
export function openDatabase(path: string, migrations: readonly string[], busyTimeout: number): Database {
  return guarded(path, () => {
    makePrivate(path);
    inspectFile(path, migrations.length);
    return openFile(path, migrations, busyTimeout);
  });
}

/** The file is made before SQLite does it, because SQLite would let everybody read it; its log takes over the same rights. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
}

function openFile(path: string, migrations: readonly string[], busyTimeout: number): Database {
  const Sqlite = sqlite();
  const database = new Sqlite(path, { timeout: busyTimeout });
  try {
    useWriteAheadLog(database, busyTimeout);
    // With the log, NORMAL cannot damage the file; a power cut may cost the last entries, which is nothing here.
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(path, database, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Two processes that open a new file at once: SQLite answers "busy" to one of them without waiting its time-out. */
function useWriteAheadLog(database: Database, busyTimeout: number): void {
  const giveUpAt = performance.now() + busyTimeout;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function migrate(path: string, database: Database, migrations: readonly string[]): void {
  const format = migrations.length;
  if (versionOf(database) === format) return;
  database
    .transaction(() => {
      // Again under the lock: another process may have done it meanwhile.
      const from = versionOf(database);
      if (from > format) throw new NewerStoreError(path, from, format);
      for (const step of migrations.slice(from)) database.exec(step);
      database.pragma(`user_version = ${format}`);
    })
    .immediate();
}

function versionOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
