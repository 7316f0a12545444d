import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { z } from 'zod';
import { type IndexAnswer, type IndexRequest, indexAnswer, type Passage, passage } from './documents.ts';
import { isLast, type RunEvent, runEvent } from './events.ts';
import { AgentRefusal, AgentUnreachable } from './failures.ts';
import { patientFetch } from './patient-fetch.ts';
import { type Capabilities, capabilities, type ProcessAnswer, type ProcessRequest, processAnswer } from './process.ts';

export interface AgentClientOptions {
  fetch?: typeof fetch;
  /** How often a cut stream is resumed before the run counts as lost. */
  resumes?: number;
}

export interface AskOptions {
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** By which the agent's log names the request too. */
  requestId?: string;
}

/**
 * Speaks to one agent's API. Failures are an `AgentUnreachable` (it is not there) or an `AgentRefusal` (what the agent
 * itself said, or 502 for an answer that is not of the contract).
 */
export class AgentClient {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #resumes: number;

  /** `base`: `http://langchain:11405` */
  constructor(base: string, options: AgentClientOptions = {}) {
    this.#base = base.replace(/\/+$/, '');
    this.#fetch = options.fetch ?? patientFetch;
    this.#resumes = options.resumes ?? 3;
  }

  async process(request: ProcessRequest, options: AskOptions = {}): Promise<ProcessAnswer> {
    const response = await this.#send('POST', '/process', options, request);
    return this.#json(response, processAnswer);
  }

  async capabilities(signal?: AbortSignal): Promise<Capabilities> {
    return this.#json(await this.#send('GET', '/capabilities', signal ? { signal } : {}), capabilities);
  }

  /** Takes a document in, for agents that answer from documents. */
  async index(request: IndexRequest, signal?: AbortSignal): Promise<IndexAnswer> {
    return this.#json(await this.#send('POST', '/rag/index', signal ? { signal } : {}, request), indexAnswer);
  }

  async passage(document: string, number: number, signal?: AbortSignal): Promise<Passage> {
    const path = `/rag/documents/${encodeURIComponent(document)}/passages/${number}`;
    return this.#json(await this.#send('GET', path, signal ? { signal } : {}), passage);
  }

  /** Removes a document; one that is gone already is no failure. */
  async forget(document: string, signal?: AbortSignal): Promise<void> {
    const path = `/rag/documents/${encodeURIComponent(document)}`;
    const response = await this.#send('DELETE', path, { ...(signal ? { signal } : {}), also: [404] });
    await response.body?.cancel();
  }

  /** Ends the run on the agent's side; a run that has ended already is no failure. */
  async cancel(run: string, signal?: AbortSignal): Promise<void> {
    const response = await this.#send('DELETE', `/runs/${encodeURIComponent(run)}`, {
      ...(signal ? { signal } : {}),
      also: [404],
    });
    await response.body?.cancel();
  }

  /**
   * A run's events as they come. A stream that is cut is resumed after the last event that arrived; aborting the signal
   * ends the run on the agent's side too.
   */
  async *run(request: ProcessRequest, options: AskOptions = {}): AsyncGenerator<RunEvent, void> {
    let run: string | undefined;
    let next = 0;
    let ended = false;
    const link = new AbortController();
    const { signal, ...rest } = options;
    let patience: NodeJS.Timeout | undefined;
    const abort = () => {
      // Before its name is known a run can only be ended by hearing it: the stream stays open for that long.
      if (run !== undefined) link.abort(signal?.reason);
      else patience = setTimeout(() => link.abort(signal?.reason), 2_000);
    };
    signal?.throwIfAborted();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for (let attempt = 0; !ended; attempt++) {
        try {
          const events = { ...rest, signal: link.signal, stream: true };
          const response =
            run === undefined
              ? await this.#send('POST', '/runs', events, request)
              : await this.#send('GET', `/runs/${encodeURIComponent(run)}/events?after=${next - 1}`, events);
          for await (const event of this.#events(response)) {
            if (event.seq < next) continue;
            if (event.type === 'start') run = event.run;
            next = event.seq + 1;
            attempt = 0;
            ended = isLast(event);
            signal?.throwIfAborted();
            yield event;
            if (ended) return;
          }
          throw new AgentUnreachable('the stream ended before the run did');
        } catch (error) {
          signal?.throwIfAborted();
          // A run that never began is the caller's to repeat: only the agent knows whether it did.
          if (!(error instanceof AgentUnreachable) || run === undefined || attempt >= this.#resumes) throw error;
        }
      }
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', abort);
      link.abort();
      if (!ended && run !== undefined) await this.cancel(run, AbortSignal.timeout(2_000)).catch(() => undefined);
    }
  }

  async *#events(response: Response): AsyncGenerator<RunEvent, void> {
    const queue: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => queue.push(message) });
    const reader = response.body?.getReader();
    if (!reader) throw new AgentUnreachable('the answer has no body');
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          throw asUnreachable(error);
        });
        if (done) return;
        parser.feed(decoder.decode(value, { stream: true }));
        for (const message of queue.splice(0)) yield this.#parse(message.data);
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  #parse(text: string): RunEvent {
    const parsed = runEvent.safeParse(jsonOf(text));
    if (!parsed.success) throw this.#notOfTheContract(parsed.error.issues[0]?.message);
    return parsed.data;
  }

  async #json<S extends z.ZodType>(response: Response, schema: S): Promise<z.output<S>> {
    const text = await response.text().catch((error: unknown) => {
      throw asUnreachable(error);
    });
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) throw this.#notOfTheContract(parsed.error.issues[0]?.message);
    return parsed.data;
  }

  #notOfTheContract(what = ''): AgentRefusal {
    return new AgentRefusal(
      502,
      'AGENT_ANSWER',
      `The agent's answer is not what the contract says: ${what}.`,
      'Look into its log; its version may not fit this platform.',
    );
  }

  async #send(
    method: string,
    path: string,
    options: AskOptions & { stream?: boolean; also?: number[] },
    body?: unknown,
  ): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(`${this.#base}${path}`, {
        method,
        headers: {
          accept: options.stream ? 'text/event-stream' : 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
          ...(options.requestId ? { 'x-request-id': options.requestId } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw asUnreachable(error);
    }
    if (response.ok || options.also?.includes(response.status)) return response;
    throw await refusalOf(response);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asUnreachable(error: unknown): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new AgentUnreachable(cause instanceof Error ? cause.message || 'connection failed' : String(cause), {
    cause: error,
  });
}

/** The agent's own words where it used the platform's shape. Its 5xx is not ours: told as 502. */
async function refusalOf(response: Response): Promise<AgentRefusal> {
  const body = jsonOf(await response.text().catch(() => '')) as
    | { error?: { code?: unknown; message?: unknown; next_step?: unknown } }
    | undefined;
  const word = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value ? value.slice(0, 500) : otherwise;
  return new AgentRefusal(
    response.status >= 500 ? 502 : response.status,
    word(body?.error?.code, 'AGENT_FAILED'),
    word(body?.error?.message, `The agent answered ${response.status}.`),
    word(body?.error?.next_step, 'Look into its log, then ask again.'),
  );
}
