import type { Connection } from './connection.ts';

/** Services that the user runs elsewhere, by project. */
export interface Externals {
  /** By service name. */
  list(project: string): Record<string, { url: string }>;
  set(project: string, service: string, url: string): void;
  /** True if there was one: the service is ours to run again. */
  remove(project: string, service: string): boolean;
}

export function externalsIn(connection: Connection): Externals {
  return {
    list(project) {
      const rows = connection.all('SELECT service, url FROM externals WHERE project = ? ORDER BY service', project);
      return Object.fromEntries(rows.map((row) => [String(row.service), { url: String(row.url) }]));
    },
    set(project, service, url) {
      connection.change(
        `INSERT INTO externals (project, service, url) VALUES (?, ?, ?)
         ON CONFLICT (project, service) DO UPDATE SET url = excluded.url`,
        project,
        service,
        url,
      );
    },
    remove(project, service) {
      return connection.change('DELETE FROM externals WHERE project = ? AND service = ?', project, service).changes > 0;
    },
  };
}
