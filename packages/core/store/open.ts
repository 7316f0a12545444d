import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type Adopted, adoptedIn } from './adopted.ts';
import { type Choices, choicesIn } from './choices.ts';
import { Connection } from './connection.ts';
import { type Conversations, conversationsIn } from './conversations.ts';
import { type Documents, documentsIn } from './documents.ts';
import { guarded, NewerStoreError } from './error.ts';
import { type Externals, externalsIn } from './externals.ts';
import { inspectFile } from './inspect.ts';
import { type Layers, layersIn } from './layers.ts';
import { type Messages, messagesIn } from './messages.ts';
import { format, migrations } from './migrations.ts';
import { type Operations, operationsIn } from './operations.ts';
import { type Settings, settingsIn } from './settings.ts';
import { sqlite } from './sqlite.ts';

export const fileName = 'state.db';

/**
 * Our own memory between runs. What runs is never read from it; conversations are kept nowhere else. Every call can throw
 * StoreError.
 */
export interface Store {
  /** Absolute path of the database file. */
  readonly path: string;
  readonly settings: Settings;
  readonly choices: Choices;
  readonly operations: Operations;
  readonly externals: Externals;
  readonly layers: Layers;
  readonly adopted: Adopted;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly documents: Documents;
  /** May be called twice. */
  close(): void;
}

export interface StoreOptions {
  /** Milliseconds since the epoch; `Date.now` if absent. */
  clock?: () => number;
  /** How long to wait for another process that is writing, in milliseconds; 5000 if absent. */
  busyTimeout?: number;
}

/**
 * Opens `<directory>/state.db`, making both if needed: the folder for this user only (0700), the file too (0600).
 * @throws StoreError STATE_CORRUPT (nothing was changed; `repairStore` is the cure), STATE_NEWER (nothing was changed),
 *   STATE_LOCKED, STATE_DENIED, STATE_DISK_FULL, STATE_FAILED.
 */
export function openStore(directory: string, options: StoreOptions = {}): Store {
  const path = join(directory, fileName);
  const database = guarded(path, () => {
    makePrivate(directory, path);
    inspectFile(path);
    return openFile(path, options.busyTimeout ?? 5000);
  });
  const connection = new Connection(path, database, options.clock ?? Date.now);
  const settings = settingsIn(connection);
  return {
    path,
    settings,
    choices: choicesIn(settings),
    operations: operationsIn(connection),
    externals: externalsIn(connection),
    layers: layersIn(connection),
    adopted: adoptedIn(connection),
    conversations: conversationsIn(connection),
    messages: messagesIn(connection),
    documents: documentsIn(connection),
    close: () => connection.close(),
  };
}

/** The file is made before SQLite does it, because SQLite would let everybody read it; its log takes over the same rights. */
function makePrivate(directory: string, path: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
}

function openFile(path: string, busyTimeout: number): Database {
  const Sqlite = sqlite();
  const database = new Sqlite(path, { timeout: busyTimeout });
  try {
    useWriteAheadLog(database, busyTimeout);
    // With the log, NORMAL cannot damage the file; a power cut may cost the last entries, which is nothing here.
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(path, database);
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

function migrate(path: string, database: Database): void {
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
