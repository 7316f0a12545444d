import { join } from 'node:path';
import { type Adopted, adoptedIn } from './adopted.ts';
import { type Choices, choicesIn } from './choices.ts';
import { Connection } from './connection.ts';
import { type Conversations, conversationsIn } from './conversations.ts';
import { openDatabase } from './database.ts';
import { type Documents, documentsIn } from './documents.ts';
import { type Externals, externalsIn } from './externals.ts';
import { type Layers, layersIn } from './layers.ts';
import { type Messages, messagesIn } from './messages.ts';
import { migrations } from './migrations.ts';
import { type Operations, operationsIn } from './operations.ts';
import { type Settings, settingsIn } from './settings.ts';

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
  /** Several changes, all or nothing, written in one go. */
  together<T>(changes: () => T): T;
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
  const database = openDatabase(path, migrations, options.busyTimeout ?? 5000);
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
    together: (changes) => connection.together(changes),
    close: () => connection.close(),
  };
}
