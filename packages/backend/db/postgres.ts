import { ConnectionFailure } from '@sutazai/service-kit';
import pg from 'pg';
import type { Database, Queries } from './database.ts';
import { MigrationError, migrate } from './migrate.ts';

export interface PostgresOptions {
  host: string;
  port: number;
  user: string;
  database: string;
  password: string;
  /** Connections at most. */
  max?: number;
  log?: (message: string) => void;
}

/** A server's database. Connections are made when needed; a server that goes away breaks only the queries of that time. */
export function openPostgres(options: PostgresOptions): Database {
  const pool = new pg.Pool({
    ...{
      host: options.host,
      port: options.port,
      user: options.user,
      database: options.database,
      password: options.password,
    },
    max: options.max ?? 10,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    // The server's own limit says nothing where the server itself does not run on.
    query_timeout: 35_000,
    keepAlive: true,
    application_name: 'sutazai-backend',
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', (error) => options.log?.(`database connection lost: ${error.message}`));

  let migrated: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    migrated ??= transaction(async (queries) => {
      const ran = await migrate(queries);
      if (ran > 0) options.log?.(`database: ${ran} migrations ran`);
    }).catch((error: unknown) => {
      migrated = undefined;
      // A database of another version is, for this one, a database that is not there: told with its reason, and looked at again.
      throw error instanceof MigrationError ? new ConnectionFailure(error.message, { cause: error }) : error;
    });
    return migrated;
  };

  async function transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch(lost);
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      const queries: Queries = {
        query: async <R extends object>(sql: string, params: readonly unknown[] = []) =>
          (await client.query(sql, [...params]).catch(lost)).rows as R[],
      };
      await queries.query('BEGIN');
      const result = await work(queries);
      await queries.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((e: Error) => {
        broken = e;
      });
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  return {
    async query<T extends object>(sql: string, params: readonly unknown[] = []) {
      await ready();
      return (await pool.query(sql, [...params]).catch(lost)).rows as T[];
    },
    async transaction(work) {
      await ready();
      return transaction(work);
    },
    async check() {
      await ready();
      const { rows } = await pool.query('SHOW server_version').catch(lost);
      return `PostgreSQL ${String(rows[0]?.server_version).split(' ')[0]}`;
    },
    close: () => pool.end(),
  };
}

/** The driver tells some losses of a connection in words only. */
function lost(error: unknown): never {
  if (
    error instanceof Error &&
    /connection (terminated|ended)|timeout exceeded when trying to connect|query read timeout/i.test(error.message)
  ) {
    throw new ConnectionFailure(error.message, { cause: error });
  }
  throw error;
}
