import { createRequire } from 'node:module';
import type Sqlite from 'better-sqlite3';

let loaded: typeof Sqlite | undefined;

/** Loads the native module with the first file that is opened: commands that need no state do not pay for it. */
export function sqlite(): typeof Sqlite {
  loaded ??= createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite;
  return loaded;
}
