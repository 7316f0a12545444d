import type { Connection } from './connection.ts';
import { guarded } from './error.ts';

export type MessageState = 'done' | 'running' | 'stopped' | 'failed' | 'broken-off';

export interface MessageRow {
  id: string;
  conversation: string;
  parent: string | null;
  role: 'user' | 'assistant';
  text: string;
  state: MessageState;
  agent: string | null;
  model: string | null;
  documents: { id: string; name: string }[];
  /** JSON; the caller checks it with its schema. */
  detail: unknown;
  /** Milliseconds since the epoch. */
  createdAt: number;
  endedAt: number | null;
}

export interface Messages {
  /** All of a conversation, in the order in which they were made: parents come before their children. */
  of(conversation: string): MessageRow[];
  get(id: string): MessageRow | undefined;
  /** Questions are `done` at once; an answer begins as `running`, in the care of this process. */
  add(message: Omit<MessageRow, 'createdAt' | 'endedAt'>): MessageRow;
  /** Text to add at the end, and the detail as it is now; also the sign of life of its process. */
  grow(id: string, text: string, detail: unknown): void;
  end(id: string, state: Exclude<MessageState, 'running'>, text: string, detail: unknown): void;
  /** Newest first, those whose detail holds this text: who cites a document. */
  telling(text: string, limit: number): MessageRow[];
  /** Still running, of processes that ended or have given no sign of life for `silence` milliseconds. */
  orphans(silence: number, alive: (pid: number) => boolean): string[];
}

const columns = `id, conversation, parent, role, text, state, agent, model, documents, detail, created_at AS createdAt,
  ended_at AS endedAt`;

export function messagesIn(connection: Connection): Messages {
  const row = (r: Record<string, unknown>) =>
    guarded(connection.path, () => ({
      ...(r as unknown as MessageRow),
      documents: JSON.parse(String(r.documents)) as MessageRow['documents'],
      detail: JSON.parse(String(r.detail)) as unknown,
    }));
  return {
    of(conversation) {
      return connection
        .all(`SELECT ${columns} FROM messages WHERE conversation = ? ORDER BY number`, conversation)
        .map(row);
    },
    get(id) {
      const found = connection.first(`SELECT ${columns} FROM messages WHERE id = ?`, id);
      return found && row(found);
    },
    add(message) {
      const now = connection.clock();
      const running = message.state === 'running';
      const { id, conversation, parent, role, text, state, agent, model } = message;
      connection.change(
        `INSERT INTO messages (id, conversation, parent, role, text, state, agent, model, documents, detail, runner, beat_at,
           created_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, conversation, parent, role, text, state, agent, model],
        ...[JSON.stringify(message.documents), JSON.stringify(message.detail)],
        ...[running ? process.pid : null, running ? now : null, now, running ? null : now],
      );
      return { ...message, createdAt: now, endedAt: running ? null : now };
    },
    grow(id, text, detail) {
      connection.change(
        "UPDATE messages SET text = text || ?, detail = ?, beat_at = ? WHERE id = ? AND state = 'running'",
        ...[text, JSON.stringify(detail), connection.clock(), id],
      );
    },
    end(id, state, text, detail) {
      const now = connection.clock();
      // The text first: the search index takes it up with the change of state.
      connection.together(() => {
        connection.change('UPDATE messages SET text = ?, detail = ? WHERE id = ?', text, JSON.stringify(detail), id);
        connection.change(
          'UPDATE messages SET state = ?, ended_at = ?, runner = NULL, beat_at = NULL WHERE id = ?',
          ...[state, now, id],
        );
      });
    },
    telling(text, limit) {
      const sql = `SELECT ${columns} FROM messages WHERE instr(detail, ?) > 0 ORDER BY number DESC LIMIT ?`;
      return connection.all(sql, text, limit).map(row);
    },
    orphans(silence, alive) {
      const rows = connection.all("SELECT id, runner, beat_at AS beatAt FROM messages WHERE state = 'running'");
      const tooOld = connection.clock() - silence;
      return rows.filter((r) => Number(r.beatAt) < tooOld || !alive(Number(r.runner))).map((r) => String(r.id));
    },
  };
}
