import { createHash } from 'node:crypto';
import type { Queries } from './database.ts';
import { type Migration, migrations } from './migrations.ts';

/** The database was written by a newer version, or a migration that ran here is not the one of this version. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Brings the tables up to date, inside one transaction that the caller opens: all or nothing. Two processes that start at
 * once take turns (advisory lock; PGlite has one process anyway).
 */
export async function migrate(queries: Queries, wanted: readonly Migration[] = migrations): Promise<number> {
  await queries.query('SELECT pg_advisory_xact_lock(20010200)');
  await queries.query(
    'CREATE TABLE IF NOT EXISTS schema_migrations (id int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  );
  const rows = await queries.query<{ id: number; name: string; checksum: string }>(
    'SELECT id, name, checksum FROM schema_migrations',
  );
  const there = new Map(rows.map((r) => [r.id, r]));
  const newest = Math.max(0, ...there.keys());
  if (newest > Math.max(0, ...wanted.map((m) => m.id))) {
    throw new MigrationError(`the database was written by a newer version (migration ${newest}); start that version`);
  }
  let ran = 0;
  for (const migration of wanted) {
    const checksum = createHash('sha256').update(migration.sql).digest('hex');
    const before = there.get(migration.id);
    if (before && before.checksum !== checksum) {
      throw new MigrationError(`migration ${migration.id} (${migration.name}) ran here in another form`);
    }
    if (before) continue;
    for (const statement of migration.sql.split(/;\s*$/m)) {
      if (statement.trim()) await queries.query(statement);
    }
    await queries.query('INSERT INTO schema_migrations (id, name, checksum) VALUES ($1, $2, $3)', [
      ...[migration.id, migration.name, checksum],
    ]);
    ran += 1;
  }
  return ran;
}
