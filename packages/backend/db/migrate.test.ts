import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { MigrationError, migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';

describe('migrations', () => {
  let db: Database;
  afterEach(() => db.close());

  it('run once, and refuse what another version wrote', async () => {
    db = await openPglite(undefined);
    expect(await db.transaction((q) => migrate(q))).toBe(0);
    const first = { id: 1, name: 'accounts', sql: 'SELECT 1' };
    await expect(db.transaction((q) => migrate(q, [first]))).rejects.toThrow(MigrationError);
    await db.query("INSERT INTO schema_migrations VALUES (99, 'later', 'x')");
    await expect(db.transaction((q) => migrate(q))).rejects.toThrow('newer version (migration 99)');
  });

  it('leave nothing behind when one fails', async () => {
    db = await openPglite(undefined);
    const rows = await db.query<{ id: number; name: string; checksum: string }>(
      'SELECT * FROM schema_migrations ORDER BY id',
    );
    await db.query('CREATE TABLE kept (n int)');
    const { migrations } = await import('./migrations.ts');
    const bad = [...migrations, { id: 50, name: 'bad', sql: 'CREATE TABLE half (n int);\nCREATE TABLE kept (n int);' }];
    await expect(db.transaction((q) => migrate(q, bad))).rejects.toThrow('already exists');
    await expect(db.query('SELECT * FROM half')).rejects.toThrow('does not exist');
    expect(await db.query('SELECT id FROM schema_migrations')).toHaveLength(rows.length);
  });
});
