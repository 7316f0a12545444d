import type { Connection } from './connection.ts';

export interface DocumentRow {
  id: string;
  name: string;
  mime: string;
  bytes: number;
  sha256: string;
  /** Milliseconds since the epoch. */
  addedAt: number;
  /** Agents that have taken it in, and the name they gave it. */
  places: { agent: string; remote: string; passages: number }[];
}

/** Documents by what is known of them; their content lies in files. */
export interface Documents {
  /** Newest first. */
  list(): DocumentRow[];
  get(id: string): DocumentRow | undefined;
  /** By content: the same file twice is one document. */
  bySha(sha256: string): DocumentRow | undefined;
  /** By the name that an agent gave it. */
  byRemote(agent: string, remote: string): DocumentRow | undefined;
  add(document: Omit<DocumentRow, 'addedAt' | 'places'>): void;
  place(document: string, place: DocumentRow['places'][number]): void;
  remove(id: string): boolean;
}

export function documentsIn(connection: Connection): Documents {
  const columns = 'id, name, mime, bytes, sha256, added_at AS addedAt';
  const full = (r: Record<string, unknown>): DocumentRow => ({
    ...(r as unknown as DocumentRow),
    places: connection.all(
      'SELECT agent, remote, passages FROM document_places WHERE document = ? ORDER BY agent',
      r.id,
    ) as unknown as DocumentRow['places'],
  });
  const one = (where: string, ...values: unknown[]) => {
    const found = connection.first(`SELECT ${columns} FROM documents WHERE ${where}`, ...values);
    return found && full(found);
  };
  return {
    list: () => connection.all(`SELECT ${columns} FROM documents ORDER BY added_at DESC, id`).map(full),
    get: (id) => one('id = ?', id),
    bySha: (sha256) => one('sha256 = ?', sha256),
    byRemote: (agent, remote) =>
      one('id = (SELECT document FROM document_places WHERE agent = ? AND remote = ?)', agent, remote),
    add({ id, name, mime, bytes, sha256 }) {
      connection.change(
        'INSERT INTO documents (id, name, mime, bytes, sha256, added_at) VALUES (?, ?, ?, ?, ?, ?)',
        ...[id, name, mime, bytes, sha256, connection.clock()],
      );
    },
    place(document, { agent, remote, passages }) {
      connection.change(
        `INSERT INTO document_places (document, agent, remote, passages) VALUES (?, ?, ?, ?)
         ON CONFLICT (document, agent) DO UPDATE SET remote = excluded.remote, passages = excluded.passages`,
        ...[document, agent, remote, passages],
      );
    },
    remove: (id) => connection.change('DELETE FROM documents WHERE id = ?', id).changes > 0,
  };
}
