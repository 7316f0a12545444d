import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import type { McpServer } from '@modelcontextprotocol/server';
import { Problem } from '@sutazai/service-kit';

interface Session {
  transport: NodeStreamableHTTPServerTransport;
  /** Requests whose answer has not ended: calls, and the stream on which the client listens for anything else. */
  calls: number;
  listening: number;
  idle: NodeJS.Timeout | undefined;
}

export interface SessionLimits {
  /** Sessions at a time; the longest idle one makes room. */
  most?: number;
  /** A session that nobody uses for so long ends, ms; its client gets 404 and begins anew, as the protocol says. */
  idle?: number;
}

/**
 * Sessions for clients of the protocol's 2025 era. They cancel with a message of its own, in another request, that names the
 * call by a number each client counts for itself: only a session tells whose call is meant.
 */
export class McpSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #most: number;
  readonly #idle: number;
  #draining = false;

  constructor(
    private readonly server: () => McpServer,
    limits: SessionLimits = {},
  ) {
    this.#most = limits.most ?? 500;
    this.#idle = limits.idle ?? 30 * 60_000;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** @throws Problem 503 if every session is in use */
  makeRoom(): void {
    if (this.#sessions.size < this.#most) return;
    const idle = [...this.#sessions.values()].find((s) => s.calls + s.listening === 0);
    if (!idle) {
      const next = 'End sessions that are not needed any more, then connect again.';
      throw new Problem(503, 'MCP_SESSIONS', `All ${this.#most} sessions are in use.`, next, { retryAfter: 30 });
    }
    void idle.transport.close();
  }

  /** Answers on `response`; `makeRoom` comes first. */
  async begin(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const session: Session = {
      transport: new NodeStreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void this.#sessions.set(id, session),
      }),
      ...{ calls: 0, listening: 0, idle: undefined },
    };
    await this.server().connect(session.transport);
    // The server has set its own; both are to hear of the end, which is also what stops its calls.
    const ended = session.transport.onclose;
    session.transport.onclose = () => {
      clearTimeout(session.idle);
      if (session.transport.sessionId) this.#sessions.delete(session.transport.sessionId);
      ended?.();
    };
    await this.#handle(session, request, response, body);
  }

  /** Answers on `response`, with 404 for a session that is not there (any more). */
  async continue(id: string, request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const session = this.#sessions.get(id);
    if (session) return this.#handle(session, request, response, body);
    const error = { code: -32001, message: 'Session not found' };
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
  }

  /** Ends every session as soon as its calls have ended: streams that only listen would hold a stop for ever. */
  drain(): void {
    this.#draining = true;
    for (const session of this.#sessions.values()) if (session.calls === 0) void session.transport.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((s) => s.transport.close()));
  }

  async #handle(session: Session, request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const what = request.method === 'GET' ? 'listening' : 'calls';
    session[what] += 1;
    clearTimeout(session.idle);
    response.once('close', () => {
      session[what] -= 1;
      if (session.calls > 0) return;
      if (this.#draining) return void session.transport.close();
      if (session.listening > 0) return;
      session.idle = setTimeout(() => void session.transport.close(), this.#idle).unref();
      // The map's order is that of use: the first one has been idle for longest.
      const id = session.transport.sessionId;
      if (id && this.#sessions.delete(id)) this.#sessions.set(id, session);
    });
    await session.transport.handleRequest(request, response, body);
  }
}
