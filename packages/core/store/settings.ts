import type { Connection } from './connection.ts';
import { guarded } from './error.ts';

/** Choices of the user, as JSON values. What is read is `unknown`: the caller checks it with its schema. */
export interface Settings {
  get(key: string): unknown;
  /** `value` must be representable as JSON. */
  set(key: string, value: unknown): void;
  /** True if there was one. */
  remove(key: string): boolean;
  all(): Record<string, unknown>;
}

export function settingsIn(connection: Connection): Settings {
  const parse = (text: unknown): unknown => guarded(connection.path, () => JSON.parse(String(text)));
  return {
    get(key) {
      const row = connection.first('SELECT value FROM settings WHERE key = ?', key);
      return row ? parse(row.value) : undefined;
    },
    set(key, value) {
      connection.change(
        'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        key,
        JSON.stringify(value ?? null),
      );
    },
    remove(key) {
      return connection.change('DELETE FROM settings WHERE key = ?', key).changes > 0;
    },
    all() {
      const rows = connection.all('SELECT key, value FROM settings ORDER BY key');
      return Object.fromEntries(rows.map((row) => [String(row.key), parse(row.value)]));
    },
  };
}
