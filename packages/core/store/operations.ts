import type { Connection } from './connection.ts';
import { guarded } from './error.ts';

/** What was done here, when, with what result: the history that the window and `doctor` show. */
export interface Operations {
  /** Returns the id for `finish`. */
  begin(operation: { project: string; kind: string }): number;
  finish(id: number, result: { outcome: string; code?: string; summary?: unknown }): void;
  /** Newest first. */
  list(project?: string, limit?: number): OperationRecord[];
}

export interface OperationRecord {
  id: number;
  project: string;
  kind: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Absent while it runs, and for ever if its process was killed. */
  endedAt?: number;
  outcome?: string;
  /** Code of the failure, if it failed. */
  code?: string;
  summary?: unknown;
}

/** Older ones are forgotten. */
const kept = 200;

export function operationsIn(connection: Connection): Operations {
  return {
    begin: ({ project, kind }) =>
      connection.together(() => {
        const { id } = connection.change(
          'INSERT INTO operations (project, kind, started_at) VALUES (?, ?, ?)',
          project,
          kind,
          connection.clock(),
        );
        connection.change('DELETE FROM operations WHERE id <= ?', id - kept);
        return id;
      }),
    finish(id, { outcome, code, summary }) {
      connection.change(
        'UPDATE operations SET ended_at = ?, outcome = ?, code = ?, summary = ? WHERE id = ?',
        connection.clock(),
        outcome,
        code ?? null,
        summary === undefined ? null : JSON.stringify(summary),
        id,
      );
    },
    list(project, limit = kept) {
      const rows = connection.all(
        'SELECT * FROM operations WHERE project = coalesce(?, project) ORDER BY id DESC LIMIT ?',
        project ?? null,
        limit,
      );
      return guarded(connection.path, () => rows.map(recordOf));
    },
  };
}

function recordOf(row: Record<string, unknown>): OperationRecord {
  return {
    id: Number(row.id),
    project: String(row.project),
    kind: String(row.kind),
    startedAt: Number(row.started_at),
    ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    ...(row.outcome === null ? {} : { outcome: String(row.outcome) }),
    ...(row.code === null ? {} : { code: String(row.code) }),
    ...(row.summary === null ? {} : { summary: JSON.parse(String(row.summary)) }),
  };
}
