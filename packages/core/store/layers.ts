import type { Connection } from './connection.ts';

/**
 * Sizes of image layers seen in earlier pulls, in bytes by layer id: the next pull of the same layer can be weighed before
 * the registry has told its size.
 */
export interface Layers {
  put(sizes: ReadonlyMap<string, number>): void;
  all(): Map<string, number>;
}

/** About forty images' worth; the longest unseen go first. */
const kept = 1000;

export function layersIn(connection: Connection): Layers {
  return {
    put(sizes) {
      if (sizes.size === 0) return;
      connection.together(() => {
        const now = connection.clock();
        for (const [id, bytes] of sizes) {
          connection.change(
            `INSERT INTO layers (id, bytes, seen_at) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes, seen_at = excluded.seen_at`,
            id,
            Math.round(bytes),
            now,
          );
        }
        connection.change(
          'DELETE FROM layers WHERE id IN (SELECT id FROM layers ORDER BY seen_at DESC, id LIMIT -1 OFFSET ?)',
          kept,
        );
      });
    },
    all() {
      const rows = connection.all('SELECT id, bytes FROM layers');
      return new Map(rows.map((row) => [String(row.id), Number(row.bytes)]));
    },
  };
}
