export interface Migration {
  id: number;
  name: string;
  sql: string;
}

/** Only ever added to: what has run somewhere is not changed (its checksum is kept). */
export const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'accounts',
    sql: `
CREATE TABLE users (
  id uuid PRIMARY KEY, name text NOT NULL, password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'user')), created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_name ON users (lower(name));
CREATE TABLE sessions (
  id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, revoked_at timestamptz
);
CREATE TABLE refresh_tokens (
  hash text PRIMARY KEY, session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  expires_at timestamptz NOT NULL, used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE TABLE api_keys (
  id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, name text NOT NULL,
  hash text NOT NULL UNIQUE, hint text NOT NULL, scopes text[] NOT NULL, expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz, revoked_at timestamptz
);`,
  },
  {
    id: 2,
    name: 'tasks',
    sql: `
CREATE TABLE tasks (
  id uuid PRIMARY KEY, agent text NOT NULL, request jsonb NOT NULL, priority int NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts int NOT NULL DEFAULT 0, claim uuid, published_at timestamptz, owner uuid, idempotency_key text,
  result jsonb, error jsonb, created_at timestamptz NOT NULL DEFAULT now(), started_at timestamptz, finished_at timestamptz
);
CREATE UNIQUE INDEX tasks_key ON tasks (owner, idempotency_key);
CREATE INDEX tasks_recent ON tasks (created_at DESC);
CREATE INDEX tasks_unpublished ON tasks (created_at) WHERE published_at IS NULL AND state = 'queued';`,
  },
  {
    id: 3,
    name: 'collections and documents',
    sql: `
CREATE TABLE collections (
  name text PRIMARY KEY, store text NOT NULL, dimension int NOT NULL, metric text NOT NULL, embedding_model text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE documents (
  id uuid PRIMARY KEY, collection text NOT NULL REFERENCES collections ON DELETE CASCADE, name text NOT NULL, mime text NOT NULL,
  bytes bigint NOT NULL, sha256 text NOT NULL, pages int, state text NOT NULL CHECK (state IN ('indexing', 'ready', 'failed')),
  error jsonb, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX documents_collection ON documents (collection, created_at DESC);
CREATE TABLE chunks (
  id uuid PRIMARY KEY, document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE, ordinal int NOT NULL, page int,
  begins int NOT NULL, ends int NOT NULL, text text NOT NULL, indexed boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX chunks_place ON chunks (document_id, ordinal);`,
  },
  {
    id: 4,
    name: 'chat and graph',
    sql: `
CREATE TABLE chat_sessions (
  id uuid PRIMARY KEY, owner uuid NOT NULL, title text NOT NULL, agent text, model text,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX chat_sessions_recent ON chat_sessions (owner, updated_at DESC);
CREATE TABLE messages (
  id uuid PRIMARY KEY, session_id uuid NOT NULL REFERENCES chat_sessions ON DELETE CASCADE,
  ordinal bigint GENERATED ALWAYS AS IDENTITY, role text NOT NULL CHECK (role IN ('user', 'assistant')), content text NOT NULL,
  state text NOT NULL CHECK (state IN ('done', 'cancelled', 'failed')), agent text, model text, usage jsonb, error jsonb,
  citations jsonb NOT NULL DEFAULT '[]', created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX messages_session ON messages (session_id, ordinal);
CREATE TABLE graph_outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, fact jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);`,
  },
  {
    id: 5,
    name: 'the request that asked for a task',
    sql: 'ALTER TABLE tasks ADD COLUMN request_id text',
  },
];
