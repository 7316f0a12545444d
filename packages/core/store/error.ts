export type StoreErrorCode =
  | 'STATE_CORRUPT'
  | 'STATE_NEWER'
  | 'STATE_LOCKED'
  | 'STATE_DENIED'
  | 'STATE_DISK_FULL'
  | 'STATE_FAILED';

/** What every call into the store can throw. The floor above puts it into words by its `code` (diagnose.fromUnknown). */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    /** The file (or folder) it is about. */
    readonly path: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The file has a format that this version does not know; it was left as it is. */
export class NewerStoreError extends StoreError {
  constructor(
    path: string,
    readonly found: number,
    readonly known: number,
  ) {
    super('STATE_NEWER', `${path} has format ${found}, this version knows up to ${known}`, path);
  }
}

/** Runs a call into SQLite or the file system and gives its failures our codes. */
export function guarded<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw storeError(path, error);
  }
}

function storeError(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code = '', message = String(error) } = error as { code?: unknown; message?: string };
  return new StoreError(codeFor(String(code), error), `${path}: ${message}`, path, { cause: error });
}

function codeFor(code: string, error: unknown): StoreErrorCode {
  // Our own rows hold JSON; one that cannot be read was not written by us.
  if (error instanceof SyntaxError) return 'STATE_CORRUPT';
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return 'STATE_CORRUPT';
  if (/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(code)) return 'STATE_LOCKED';
  if (/^SQLITE_(?:READONLY|PERM|AUTH|CANTOPEN)|^(?:EACCES|EPERM|EROFS)$/.test(code)) return 'STATE_DENIED';
  if (/^SQLITE_FULL|^(?:ENOSPC|EDQUOT)$/.test(code)) return 'STATE_DISK_FULL';
  return 'STATE_FAILED';
}
