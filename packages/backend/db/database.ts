/** What a query may carry and give back: one row is an object by column name. */
export type Row = Record<string, unknown>;

export interface Queries {
  /** `$1`, `$2` … are the parameters. Rejects with the server's error (SQLSTATE in `code`). */
  query<T extends object = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
}

/** PostgreSQL, a server's or PGlite's. The tables are brought up to date before the first query that reaches it. */
export interface Database extends Queries {
  /** All or nothing; the work must use only the queries that it is given. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  check(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

export async function one<T extends object = Row>(
  queries: Queries,
  sql: string,
  params?: readonly unknown[],
): Promise<T | undefined> {
  return (await queries.query<T>(sql, params))[0];
}
