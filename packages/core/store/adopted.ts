import type { Connection } from './connection.ts';

/**
 * Containers that docker compose made and that we found, by inspection, to be what we would have made: their own hash says
 * nothing to us, so we remember ours, and the next plan needs no inspection.
 */
export interface Adopted {
  get(containerId: string): AdoptedContainer | undefined;
  list(project: string): AdoptedContainer[];
  put(container: AdoptedContainer): void;
  remove(containerId: string): boolean;
  /** Forgets those of the project that are not among the containers there are. */
  keepOnly(project: string, containerIds: Iterable<string>): void;
}

export interface AdoptedContainer {
  containerId: string;
  project: string;
  service: string;
  /** Hash of the service's configuration, by our rules, that the container was found to match. */
  hash: string;
}

export function adoptedIn(connection: Connection): Adopted {
  const list = (project: string) =>
    connection.all('SELECT * FROM adopted WHERE project = ? ORDER BY container_id', project).map(containerOf);
  const remove = (containerId: string) =>
    connection.change('DELETE FROM adopted WHERE container_id = ?', containerId).changes > 0;
  return {
    list,
    remove,
    get(containerId) {
      const row = connection.first('SELECT * FROM adopted WHERE container_id = ?', containerId);
      return row && containerOf(row);
    },
    put({ containerId, project, service, hash }) {
      connection.change(
        'INSERT OR REPLACE INTO adopted (container_id, project, service, hash) VALUES (?, ?, ?, ?)',
        containerId,
        project,
        service,
        hash,
      );
    },
    keepOnly(project, containerIds) {
      const there = new Set(containerIds);
      connection.together(() => {
        for (const { containerId } of list(project)) if (!there.has(containerId)) remove(containerId);
      });
    },
  };
}

function containerOf(row: Record<string, unknown>): AdoptedContainer {
  return {
    containerId: String(row.container_id),
    project: String(row.project),
    service: String(row.service),
    hash: String(row.hash),
  };
}
