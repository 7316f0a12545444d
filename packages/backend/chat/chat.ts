import { randomUUID } from 'node:crypto';
import { AgentClient, type AgentDirectory, type ProcessRequest } from '@sutazai/agent-contract';
import { type Dependencies, notFound, Problem } from '@sutazai/service-kit';
import type { Identity } from '../auth/scopes.ts';
import type { Database } from '../db/database.ts';
import type { Citation, Documents } from '../documents/documents.ts';
import type { Graph } from '../graph/graph.ts';
import type { ChatTurn, Models } from '../models/models.ts';

export interface ChatSession {
  id: string;
  title: string;
  agent: string | null;
  model: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  ms: number;
}

export interface Message {
  id: string;
  role: 'user' | 'assistant';
  content: string;
  state: 'done' | 'cancelled' | 'failed';
  agent: string | null;
  model: string | null;
  usage: Usage | null;
  error: { code: string; message: string; next_step: string } | null;
  citations: Citation[];
  created_at: Date;
}

export type ChatEvent =
  | { event: 'question'; data: Message }
  | { event: 'citations'; data: { citations: Citation[] } }
  | { event: 'token'; data: { text: string } }
  | { event: 'step'; data: { title: string; state: string } }
  | { event: 'end'; data: Message };

export interface Question {
  content: string;
  agent?: string | undefined;
  model?: string | undefined;
  /** Answer from this collection's documents. */
  collection?: string | undefined;
}

const sessionColumns = 'id, title, agent, model, created_at, updated_at';
const messageColumns = 'id, role, content, state, agent, model, usage, error, citations, created_at';

/** Conversations: what was asked is kept before anybody answers, and so is what was answered until a break. */
export class Chat {
  constructor(
    private readonly db: Database,
    private readonly models: Models,
    private readonly directory: AgentDirectory,
    private readonly documents: Documents,
    private readonly graph: Graph,
    private readonly dependencies: Dependencies,
  ) {}

  async createSession(
    owner: Identity,
    wanted: { title?: string | undefined; agent?: string | undefined; model?: string | undefined },
  ): Promise<ChatSession> {
    if (wanted.agent) this.directory.get(wanted.agent);
    const rows = await this.#query<ChatSession>(
      `INSERT INTO chat_sessions (id, owner, title, agent, model) VALUES ($1, $2, $3, $4, $5) RETURNING ${sessionColumns}`,
      [randomUUID(), owner.user, wanted.title ?? '', wanted.agent ?? null, wanted.model ?? null],
    );
    return rows[0] as ChatSession;
  }

  listSessions(owner: Identity, limit: number): Promise<ChatSession[]> {
    return this.#query<ChatSession>(
      `SELECT ${sessionColumns} FROM chat_sessions WHERE owner = $1 ORDER BY updated_at DESC LIMIT $2`,
      [owner.user, limit],
    );
  }

  async session(owner: Identity, id: string): Promise<ChatSession> {
    const rows = await this.#query<ChatSession>(
      `SELECT ${sessionColumns} FROM chat_sessions WHERE id = $1 AND owner = $2`,
      [id, owner.user],
    );
    if (!rows[0])
      throw notFound(
        'conversation',
        id,
        (await this.listSessions(owner, 10)).map((s) => s.id),
        'SESSION_UNKNOWN',
      );
    return rows[0];
  }

  async messages(owner: Identity, id: string): Promise<Message[]> {
    await this.session(owner, id);
    return this.#query<Message>(`SELECT ${messageColumns} FROM messages WHERE session_id = $1 ORDER BY ordinal`, [id]);
  }

  async removeSession(owner: Identity, id: string): Promise<void> {
    await this.session(owner, id);
    await this.#query('DELETE FROM chat_sessions WHERE id = $1', [id]);
  }

  /**
   * Asks, and streams the answer. Failures before the question is kept are thrown; afterwards they end the answer, which is
   * kept as far as it came. Aborting the signal stops the model.
   */
  async *ask(
    owner: Identity,
    sessionId: string,
    question: Question,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void> {
    const session = await this.session(owner, sessionId);
    const agent = question.agent ?? session.agent ?? undefined;
    const model = question.model ?? session.model ?? this.models.chatModel;
    const url = agent === undefined ? undefined : this.directory.urlOf(agent);
    const before = await this.messages(owner, sessionId);
    const citations = question.collection ? await this.documents.search(question.content, question.collection, 5) : [];
    const asked = await this.#keep(session, { role: 'user', content: question.content, state: 'done' });
    yield { event: 'question', data: asked };
    if (citations.length > 0) yield { event: 'citations', data: { citations } };

    const answer = { content: '', usage: null as Usage | null, model };
    let state: Message['state'] = 'done';
    let failure: Message['error'] = null;
    const control = new AbortController();
    const both = AbortSignal.any([signal, control.signal]);
    let complete = false;
    try {
      const history = before.filter((m) => m.content !== '').map((m) => ({ role: m.role, content: m.content }));
      const pieces =
        url === undefined
          ? this.#fromModel(
              model,
              [...prompt(citations), ...history, { role: 'user', content: question.content }],
              both,
            )
          : this.#fromAgent(
              url,
              {
                prompt: question.content,
                history,
                ...(question.model ? { model: question.model } : {}),
                ...(question.collection ? { collections: [question.collection] } : {}),
              },
              both,
            );
      for await (const piece of pieces) {
        if ('usage' in piece) answer.usage = piece.usage;
        else if ('model' in piece) answer.model = piece.model;
        else if ('whole' in piece) answer.content = piece.whole;
        else if ('step' in piece) yield { event: 'step', data: piece.step };
        else {
          answer.content += piece.text;
          yield { event: 'token', data: { text: piece.text } };
        }
      }
      if (signal.aborted) state = 'cancelled';
      complete = true;
    } catch (error) {
      complete = true;
      state = signal.aborted ? 'cancelled' : 'failed';
      if (state === 'failed') failure = wordsOf(error);
    } finally {
      // The reader went away in the middle of a `yield`: the generator ends here, and what came is kept all the same.
      if (!complete) {
        control.abort();
        await this.#answer(session, asked, { ...answer, state: 'cancelled', error: null, agent, citations });
      }
    }
    const kept = await this.#answer(session, asked, { ...answer, state, error: failure, agent, citations });
    yield { event: 'end', data: kept };
  }

  async *#fromModel(model: string, messages: ChatTurn[], signal: AbortSignal) {
    yield* this.models.chat(model, messages, signal);
  }

  async *#fromAgent(url: string, request: ProcessRequest, signal: AbortSignal) {
    for await (const event of new AgentClient(url).run(request, { signal })) {
      if (event.type === 'token') yield { text: event.text };
      else if (event.type === 'start') yield { model: event.model };
      else if (event.type === 'step') yield { step: { title: event.title, state: event.state } };
      else if (event.type === 'usage')
        yield {
          usage: { prompt_tokens: event.prompt_tokens, completion_tokens: event.completion_tokens, ms: event.ms },
        };
      else if (event.type === 'end') yield { whole: event.response };
      else if (event.type === 'error') throw new Problem(502, event.code, event.message, event.next_step);
    }
  }

  async #answer(
    session: ChatSession,
    asked: Message,
    answer: {
      content: string;
      usage: Usage | null;
      model: string;
      state: Message['state'];
      error: Message['error'];
      agent: string | undefined;
      citations: Citation[];
    },
  ): Promise<Message> {
    const kept = await this.#keep(session, { role: 'assistant', ...answer });
    const who = { ...(answer.agent ? { agent: answer.agent } : {}), model: answer.model };
    const cites = [...new Set(answer.citations.map((c) => c.document))];
    const base = { type: 'message' as const, session: session.id };
    await this.graph.record({ ...base, message: asked.id, role: 'user', at: iso(asked.created_at), cites: [] });
    await this.graph.record({
      ...base,
      message: kept.id,
      role: 'assistant',
      at: iso(kept.created_at),
      answers: asked.id,
      ...who,
      cites,
    });
    return kept;
  }

  async #keep(
    session: ChatSession,
    m: Pick<Message, 'role' | 'content' | 'state'> & {
      agent?: string | undefined;
      model?: string;
      usage?: Usage | null;
      error?: Message['error'];
      citations?: Citation[];
    },
  ): Promise<Message> {
    const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
    // A model may write what PostgreSQL's text cannot keep.
    const content = m.content.replaceAll('\0', '');
    const rows = await this.#query<Message>(
      `INSERT INTO messages (id, session_id, role, content, state, agent, model, usage, error, citations)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${messageColumns}`,
      [
        randomUUID(),
        session.id,
        m.role,
        content,
        m.state,
        m.agent ?? null,
        m.model ?? null,
        json(m.usage),
        json(m.error),
        JSON.stringify(m.citations ?? []),
      ],
    );
    await this.#query(
      "UPDATE chat_sessions SET updated_at = now(), title = CASE WHEN title = '' THEN $2 ELSE title END WHERE id = $1",
      [session.id, titleOf(content)],
    );
    return rows[0] as Message;
  }

  #query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.dependencies.use('postgres', () => this.db.query<T>(sql, params));
  }
}

function prompt(citations: readonly Citation[]): ChatTurn[] {
  if (citations.length === 0) return [];
  const excerpts = citations
    .map((c, i) => `[${i + 1}] ${c.name}${c.page === null ? '' : `, page ${c.page}`}\n${c.text}`)
    .join('\n\n');
  const content = `Answer from these excerpts and cite them by their numbers, like [1]. If they do not hold the answer, say so.\n\n${excerpts}`;
  return [{ role: 'system', content }];
}

const titleOf = (content: string) => {
  const line = content.trim().split('\n')[0] ?? '';
  return line.length > 60 ? `${[...line].slice(0, 59).join('')}…` : line;
};

const iso = (date: Date | string) => new Date(date).toISOString();

function wordsOf(error: unknown): NonNullable<Message['error']> {
  if (error instanceof Problem) return { code: error.code, message: error.message, next_step: error.nextStep };
  return {
    code: 'ANSWER_BROKEN',
    message: 'The answer broke off.',
    next_step: 'Ask again; look into the model server’s log if it happens often.',
  };
}
