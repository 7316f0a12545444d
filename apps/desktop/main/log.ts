import { join } from 'node:path';
import { redact } from '@sutazai/core/diagnose';
// The plain Node door of the library: its Electron door would open an IPC channel of its own, past our sender check.
import electronLog from 'electron-log/node';

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
  /** Absolute path of the file. */
  readonly file: string;
}

/** Bytes after which the file is put aside as `.old`. */
const largestFile = 2 * 1024 * 1024;

/** Writes to `desktop.log` in the folder; every line is redacted before it is written, and nothing goes to the pages. */
export function openLog(folder: string, toConsole: boolean): Log {
  const file = join(folder, 'desktop.log');
  const logger = electronLog.create({ logId: 'desktop' });
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.maxSize = largestFile;
  logger.transports.file.level = 'info';
  logger.transports.file.format = '{iso} {level} {text}';
  // The file is the user's own: nobody else on the machine may read it.
  logger.transports.file.writeOptions = { mode: 0o600, flag: 'a', encoding: 'utf8' };
  logger.transports.console.level = toConsole ? 'info' : false;
  logger.hooks.push((message) => ({ ...message, data: message.data.map((part) => redact(String(part))) }));
  return {
    file,
    info: (text) => logger.info(text),
    warn: (text) => logger.warn(text),
    error: (text, cause) => logger.error(cause === undefined ? text : `${text} ${wordsOf(cause)}`),
  };
}

/** The stack of a defect belongs in the log (and only there). */
const wordsOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
