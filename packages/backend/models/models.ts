import { type Dependencies, Problem } from '@sutazai/service-kit';
import { Ollama } from 'ollama';

export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export type ChatPiece = { text: string } | { usage: { prompt_tokens: number; completion_tokens: number; ms: number } };

export interface Model {
  name: string;
  /** Bytes on disk. */
  bytes: number;
  family: string;
  parameters: string;
  quantization: string;
  modified_at: string;
}

/**
 * The model server (Ollama's API). The client has no signal per request: each call gets a client of its own whose fetch
 * carries one (facts 3.2), so an abort closes the socket and the model stops.
 */
export class Models {
  readonly #dimensions = new Map<string, number>();

  constructor(
    private readonly url: string,
    private readonly defaults: { chat: string; embedding: string },
    private readonly dependencies: Dependencies,
  ) {}

  get chatModel(): string {
    return this.defaults.chat;
  }
  get embeddingModel(): string {
    return this.defaults.embedding;
  }

  async list(): Promise<Model[]> {
    const { models } = await this.#ask((o) => o.list(), AbortSignal.timeout(10_000));
    return models.map((m) => ({
      name: m.name,
      bytes: m.size,
      family: m.details?.family ?? '',
      parameters: m.details?.parameter_size ?? '',
      quantization: m.details?.quantization_level ?? '',
      modified_at: new Date(m.modified_at).toISOString(),
    }));
  }

  async show(name: string): Promise<{ name: string; capabilities: string[]; context_length: number | null }> {
    const found = await this.#ask((o) => o.show({ model: name }), AbortSignal.timeout(10_000), name);
    const info = found.model_info as unknown as Record<string, unknown> | undefined;
    const length = Object.entries(info ?? {}).find(([k]) => k.endsWith('.context_length'))?.[1];
    return { name, capabilities: found.capabilities ?? [], context_length: typeof length === 'number' ? length : null };
  }

  async running(): Promise<{ name: string; bytes: number; vram_bytes: number; expires_at: string }[]> {
    const { models } = await this.#ask((o) => o.ps(), AbortSignal.timeout(10_000));
    return models.map((m) => ({
      name: m.name,
      bytes: m.size,
      vram_bytes: m.size_vram,
      expires_at: new Date(m.expires_at).toISOString(),
    }));
  }

  /** One vector per text, in their order. */
  async embed(model: string, texts: readonly string[], signal?: AbortSignal): Promise<number[][]> {
    const limit = AbortSignal.any([AbortSignal.timeout(120_000), ...(signal ? [signal] : [])]);
    const { embeddings } = await this.#ask((o) => o.embed({ model, input: [...texts], truncate: true }), limit, model);
    if (embeddings.length !== texts.length)
      throw new Problem(502, 'EMBEDDING', 'The model server answered with another number of vectors.', 'Try again.');
    if (embeddings[0]) this.#dimensions.set(model, embeddings[0].length);
    return embeddings;
  }

  /** How many numbers a model's vectors have: asked once. @throws Problem 400 without a model */
  async dimensionOf(model: string | undefined): Promise<number> {
    if (!model) {
      throw new Problem(
        400,
        'DIMENSION',
        'A collection needs a dimension or an embedding model.',
        'Send `dimension` or `embedding_model`.',
        {
          details: [{ path: 'body.dimension', message: 'is missing' }],
        },
      );
    }
    const known = this.#dimensions.get(model);
    if (known !== undefined) return known;
    return (await this.embed(model, ['dimension']))[0]?.length ?? 0;
  }

  async *chat(model: string, messages: readonly ChatTurn[], signal: AbortSignal): AsyncGenerator<ChatPiece, void> {
    const stream = await this.#ask((o) => o.chat({ model, messages: [...messages], stream: true }), signal, model);
    for await (const part of stream) {
      if (part.message.content) yield { text: part.message.content };
      if (part.done) {
        yield {
          usage: {
            prompt_tokens: part.prompt_eval_count ?? 0,
            completion_tokens: part.eval_count ?? 0,
            ms: Math.round((part.total_duration ?? 0) / 1e6),
          },
        };
      }
    }
  }

  async check(signal: AbortSignal): Promise<string> {
    const response = await fetch(`${this.url}/api/version`, { signal });
    const { version } = (await response.json()) as { version?: string };
    return `Ollama ${version ?? ''}`;
  }

  async #ask<T>(work: (client: Ollama) => Promise<T>, signal: AbortSignal, model?: string): Promise<T> {
    const client = new Ollama({ host: this.url, fetch: (input, init) => fetch(input, { ...init, signal }) });
    try {
      return await this.dependencies.use('ollama', () => work(client));
    } catch (error) {
      const status = (error as { status_code?: number }).status_code;
      if (status === 404) {
        throw new Problem(
          404,
          'MODEL_UNKNOWN',
          `The model server has no model “${model ?? ''}”.`,
          'See /api/v1/models for those that are there, or pull it.',
        );
      }
      if (typeof status === 'number') {
        const words = error instanceof Error ? error.message.slice(0, 300) : '';
        throw new Problem(
          status >= 500 ? 502 : 400,
          'MODEL_REFUSED',
          `The model server refuses: ${words}`,
          'Use another model, or correct the request.',
          { cause: error },
        );
      }
      throw error;
    }
  }
}
