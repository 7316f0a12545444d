import { ReadableStream as WebStream } from 'node:stream/web';
import { ChatOllama, OllamaEmbeddings } from '@langchain/ollama';
import { patientFetch } from '@sutazai/agent-contract/protocol';
import { ConnectionFailure, Problem } from '@sutazai/service-kit';
import { toldErrors } from './told-errors.ts';

/** What matters of a model before a run (Ollama's `/api/show`). */
export interface ModelFacts {
  tools: boolean;
  /** Tokens that it was trained for. */
  trained: number;
}

/** How long what was learnt of a model counts, ms: it changes only when somebody loads another under its name. */
const factsStay = 30_000;

/** The model server as this agent uses it: one client per run, whose every request ends with the run's signal. */
export class ModelServer {
  readonly #known = new Map<string, { facts: ModelFacts; at: number }>();

  constructor(
    readonly url: string,
    /** Tokens that a run asks for; a model that was trained for less gets less. */
    private readonly context: number,
  ) {}

  /** @throws Problem 404 the model is not there, ConnectionFailure */
  async facts(model: string, signal: AbortSignal): Promise<ModelFacts> {
    const known = this.#known.get(model);
    if (known && performance.now() - known.at < factsStay) return known.facts;
    this.#known.delete(model);
    const facts = await this.#ask(model, signal);
    this.#known.set(model, { facts, at: performance.now() });
    return facts;
  }

  async #ask(model: string, signal: AbortSignal): Promise<ModelFacts> {
    const response = await this.#send(`${this.url}/api/show`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model }),
      signal,
    });
    const body = (await response.json().catch(() => ({}))) as {
      error?: string;
      capabilities?: string[];
      model_info?: Record<string, unknown>;
    };
    if (!response.ok) throw refusal(model, response.status, body.error ?? '');
    const architecture = String(body.model_info?.['general.architecture'] ?? '');
    const trained = Number(body.model_info?.[`${architecture}.context_length`]);
    return {
      tools: body.capabilities?.includes('tools') ?? false,
      trained: Number.isFinite(trained) && trained > 0 ? trained : this.context,
    };
  }

  /** Tokens of the window that a run on this model has. */
  window(facts: ModelFacts): number {
    return Math.min(this.context, facts.trained);
  }

  /**
   * A model of its own for each run: LangChain's client ends all streams of a client at once. Its own check of the signal
   * comes only with the next token, so the signal is given to every request as well.
   */
  chat(model: string, window: number, signal: AbortSignal): ChatOllama {
    return new ChatOllama({
      model,
      baseUrl: this.url,
      numCtx: window,
      // An answer that never ends would never leave the server.
      numPredict: Math.max(128, Math.floor(window / 2)),
      fetch: this.#until(signal, model),
    });
  }

  embeddings(model: string, signal: AbortSignal): OllamaEmbeddings {
    return new OllamaEmbeddings({ model, baseUrl: this.url, truncate: true, fetch: this.#until(signal, model) });
  }

  async check(signal: AbortSignal): Promise<string> {
    const response = await fetch(`${this.url}/api/version`, { signal });
    const body = (await response.json()) as { version?: string };
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return `Ollama ${body.version ?? ''}`;
  }

  #until(signal: AbortSignal, model: string): typeof fetch {
    return async (input, init) => {
      const both = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
      const response = await this.#send(String(input), { ...init, signal: both });
      if (response.ok && response.body && String(input).endsWith('/api/chat'))
        return new Response(streamOf(toldErrors(response.body)), { headers: response.headers });
      if (response.ok) return response;
      const body = (await response.json().catch(() => ({}))) as { error?: string };
      throw refusal(model, response.status, body.error ?? '');
    };
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await patientFetch(url, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ConnectionFailure('the model server does not answer', { cause: error });
    }
  }
}

const streamOf = (pieces: AsyncIterable<Uint8Array>) => WebStream.from(pieces) as ReadableStream<Uint8Array>;

/** What the model server said, as the platform says it. */
export function refusal(model: string, status: number, words: string): Error {
  if (status === 404)
    return new Problem(
      404,
      'MODEL_MISSING',
      `The model “${model}” is not on the model server.`,
      `Load it (\`sutazai models pull ${model}\`), or choose another.`,
    );
  if (/does not support tools/.test(words))
    return new Problem(422, 'MODEL_NO_TOOLS', `The model “${model}” cannot call tools.`, 'Choose a model that can.');
  if (status >= 500) return new ConnectionFailure(`the model server answers ${status}: ${words.slice(0, 200)}`);
  return new Problem(
    422,
    'MODEL_REFUSED',
    `The model server refuses: ${words.slice(0, 300) || status}.`,
    'Choose another model, or ask for less.',
  );
}
