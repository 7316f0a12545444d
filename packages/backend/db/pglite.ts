import type { Database, Queries } from './database.ts';
import { migrate } from './migrate.ts';

/** PostgreSQL inside this process (PGlite), for an installation without Docker. `dir` undefined: in memory. */
export async function openPglite(dir: string | undefined, log?: (message: string) => void): Promise<Database> {
  // Loaded only where it is used: 27 MB that a container does not need.
  const { PGlite } = await import('@electric-sql/pglite');
  const db = await PGlite.create(dir ? { dataDir: dir } : {});
  const on = (target: { query<T>(sql: string, params?: unknown[]): Promise<{ rows: T[] }> }): Queries => ({
    query: async <T extends object>(sql: string, params: readonly unknown[] = []) =>
      (await target.query<T>(sql, [...params])).rows,
  });
  const ran = await db.transaction((t) => migrate(on(t)));
  if (ran > 0) log?.(`database: ${ran} migrations ran`);
  const queries = on(db);
  return {
    query: queries.query,
    transaction: (work) => db.transaction((t) => work(on(t))),
    async check() {
      const rows = await queries.query<{ server_version: string }>('SHOW server_version');
      return `PGlite, PostgreSQL ${rows[0]?.server_version.split(' ')[0]}`;
    },
    close: () => db.close(),
  };
}
