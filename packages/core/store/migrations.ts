/**
 * Forward only: number n brings a file of format n-1 (`user_version`) to format n. What has shipped is never changed here,
 * only added to.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    kind TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    code TEXT,
    summary TEXT
  ) STRICT;
  CREATE INDEX operations_by_project ON operations (project, id);

  CREATE TABLE externals (
    project TEXT NOT NULL,
    service TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (project, service)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE layers (
    id TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX layers_by_age ON layers (seen_at);

  CREATE TABLE adopted (
    container_id TEXT PRIMARY KEY,
    project TEXT NOT NULL,
    service TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX adopted_by_project ON adopted (project);
  `,
];

/** The format this version reads and writes. */
export const format = migrations.length;
