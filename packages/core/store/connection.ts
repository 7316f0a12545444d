import type { Database, Statement } from 'better-sqlite3';
import { guarded } from './error.ts';

/** One open database file, as the repositories use it: statements are prepared once, failures carry our codes. */
export class Connection {
  private readonly statements = new Map<string, Statement<unknown[]>>();

  constructor(
    readonly path: string,
    private readonly database: Database,
    /** Milliseconds since the epoch. */
    readonly clock: () => number,
  ) {}

  all(sql: string, ...values: unknown[]): Record<string, unknown>[] {
    return guarded(this.path, () => this.prepared(sql).all(...values) as Record<string, unknown>[]);
  }

  first(sql: string, ...values: unknown[]): Record<string, unknown> | undefined {
    return guarded(this.path, () => this.prepared(sql).get(...values) as Record<string, unknown> | undefined);
  }

  /** Rows changed, and the id of the last row inserted. */
  change(sql: string, ...values: unknown[]): { changes: number; id: number } {
    return guarded(this.path, () => {
      const { changes, lastInsertRowid } = this.prepared(sql).run(...values);
      return { changes, id: Number(lastInsertRowid) };
    });
  }

  /** All or nothing. Takes the write lock at once, so that two processes wait for each other instead of failing half-way. */
  together<T>(run: () => T): T {
    return guarded(this.path, () => this.database.transaction(run).immediate());
  }

  close(): void {
    this.statements.clear();
    guarded(this.path, () => this.database.close());
  }

  private prepared(sql: string): Statement<unknown[]> {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare<unknown[]>(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}
