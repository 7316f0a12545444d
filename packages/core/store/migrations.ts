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
  // Conversations: trees of messages, and the documents that questions are about. Text of an answer is searched once it is
  // whole: while it grows, a search index would be rewritten four times a second.
  `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    agent TEXT,
    model TEXT,
    leaf TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversations_by_age ON conversations (updated_at);

  CREATE TABLE messages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent TEXT REFERENCES messages (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    agent TEXT,
    model TEXT,
    documents TEXT NOT NULL,
    detail TEXT NOT NULL,
    runner INTEGER,
    beat_at INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX messages_by_conversation ON messages (conversation, number);
  CREATE INDEX messages_by_parent ON messages (parent);
  CREATE INDEX messages_running ON messages (state) WHERE state = 'running';

  CREATE VIRTUAL TABLE message_words USING fts5 (text, content = 'messages', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2');
  CREATE TRIGGER message_begins AFTER INSERT ON messages WHEN new.state <> 'running' BEGIN
    INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
  END;
  CREATE TRIGGER message_ends AFTER UPDATE OF state ON messages WHEN old.state = 'running' AND new.state <> 'running' BEGIN
    INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
  END;
  CREATE TRIGGER message_goes AFTER DELETE ON messages WHEN old.state <> 'running' BEGIN
    INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', old.number, old.text);
  END;

  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE document_places (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    remote TEXT NOT NULL,
    passages INTEGER NOT NULL,
    PRIMARY KEY (document, agent)
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The format this version reads and writes. */
export const format = migrations.length;
