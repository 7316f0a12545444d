import type { Connection } from './connection.ts';

export interface ConversationRow {
  id: string;
  title: string;
  agent: string | null;
  model: string | null;
  /** Last message of the branch that is shown. */
  leaf: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
  running: boolean;
}

export interface Hit {
  conversation: string;
  title: string;
  message: string;
  role: 'user' | 'assistant';
  /** Words around the hit, each match between U+0002 and U+0003. */
  excerpt: string;
  createdAt: number;
}

export interface Conversations {
  /** Newest first. With `words`: those whose title, or one of whose messages, has all of them. */
  list(limit: number, words?: readonly string[]): ConversationRow[];
  get(id: string): ConversationRow | undefined;
  add(conversation: Pick<ConversationRow, 'id' | 'title' | 'agent' | 'model'>): void;
  /** Only what is given changes; `updatedAt` becomes now, except for a change of the shown branch alone. */
  change(id: string, change: Partial<Pick<ConversationRow, 'title' | 'agent' | 'model' | 'leaf'>>): void;
  /** With all its messages. True if there was one. */
  remove(id: string): boolean;
  /** Messages with all words (the last one may be a beginning), best first. */
  search(words: readonly string[], limit: number): Hit[];
}

const columns = `c.id, c.title, c.agent, c.model, c.leaf, c.created_at AS createdAt, c.updated_at AS updatedAt,
  EXISTS (SELECT 1 FROM messages m WHERE m.conversation = c.id AND m.state = 'running') AS running`;

export function conversationsIn(connection: Connection): Conversations {
  const row = (r: Record<string, unknown>) => ({ ...r, running: r.running === 1 }) as unknown as ConversationRow;
  return {
    list(limit, words = []) {
      const order = 'ORDER BY c.updated_at DESC, c.id LIMIT ?';
      if (words.length === 0) return connection.all(`SELECT ${columns} FROM conversations c ${order}`, limit).map(row);
      const titled = words.map(() => `instr(lower(c.title), ?) > 0`).join(' AND ');
      const sql = `SELECT ${columns} FROM conversations c WHERE (${titled}) OR c.id IN (SELECT m.conversation FROM message_words w
        JOIN messages m ON m.number = w.rowid WHERE message_words MATCH ?) ${order}`;
      return connection.all(sql, ...words.map((w) => w.toLowerCase()), matchOf(words), limit).map(row);
    },
    get(id) {
      const found = connection.first(`SELECT ${columns} FROM conversations c WHERE c.id = ?`, id);
      return found && row(found);
    },
    add({ id, title, agent, model }) {
      const now = connection.clock();
      connection.change(
        'INSERT INTO conversations (id, title, agent, model, leaf, created_at, updated_at) VALUES (?, ?, ?, ?, NULL, ?, ?)',
        ...[id, title, agent, model, now, now],
      );
    },
    change(id, change) {
      const names = (['title', 'agent', 'model', 'leaf'] as const).filter((n) => change[n] !== undefined);
      if (names.length === 0) return;
      const onlyLeaf = names.length === 1 && names[0] === 'leaf';
      const sets = [...names.map((n) => `${n} = ?`), ...(onlyLeaf ? [] : ['updated_at = ?'])].join(', ');
      const values = [...names.map((n) => change[n]), ...(onlyLeaf ? [] : [connection.clock()])];
      connection.change(`UPDATE conversations SET ${sets} WHERE id = ?`, ...values, id);
    },
    remove(id) {
      return connection.change('DELETE FROM conversations WHERE id = ?', id).changes > 0;
    },
    search(words, limit) {
      if (words.length === 0) return [];
      const sql = `SELECT m.conversation, c.title, m.id AS message, m.role, m.created_at AS createdAt,
          snippet(message_words, 0, char(2), char(3), '…', 24) AS excerpt
        FROM message_words JOIN messages m ON m.number = message_words.rowid JOIN conversations c ON c.id = m.conversation
        WHERE message_words MATCH ? ORDER BY rank, m.number DESC LIMIT ?`;
      return connection.all(sql, matchOf(words), limit) as unknown as Hit[];
    },
  };
}

/** Words as FTS5 takes them: in quotes, so that nothing in them is syntax; the last may go on. */
function matchOf(words: readonly string[]): string {
  return words.map((w, i) => `"${w.replaceAll('"', '""')}"${i === words.length - 1 ? '*' : ''}`).join(' ');
}
