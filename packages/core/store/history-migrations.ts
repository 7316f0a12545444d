/**
 * The history's own formats, by the rules of migrations.ts. Rows are found by series and time only, so that is their key and
 * there is no other index; `at` is in whole seconds in the measured tables and in milliseconds in `marks`.
 */
export const historyMigrations: readonly string[] = [
  `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    subject TEXT NOT NULL,
    UNIQUE (project, subject)
  ) STRICT;

  CREATE TABLE raw (
    series INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cpu INTEGER,
    memory INTEGER,
    rx INTEGER,
    tx INTEGER,
    PRIMARY KEY (series, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rolled (
    series INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cpu INTEGER,
    memory INTEGER,
    rx INTEGER,
    tx INTEGER,
    PRIMARY KEY (series, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE marks (
    project TEXT NOT NULL,
    at INTEGER NOT NULL,
    service TEXT NOT NULL,
    what TEXT NOT NULL
  ) STRICT;
  CREATE INDEX marks_by_time ON marks (project, at);
  `,
];
