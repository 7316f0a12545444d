import type {
  ChatHistoryItem,
  Llama,
  LlamaContext,
  LlamaEmbeddingContext,
  LlamaGrammar,
  LlamaModel,
  LlamaChatSession as Session,
} from 'node-llama-cpp';
import { LlamaChatSession, LlamaCompletion } from 'node-llama-cpp';
import { gone } from '../failures.ts';
import { Queue } from './queue.ts';
import type { ShelfModel } from './shelf.ts';

export interface Turn {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
}

/** What can be asked of a generation; Ollama's `options`, by their own names, and where they come from otherwise: the model. */
export interface Options {
  temperature?: number | undefined;
  top_k?: number | undefined;
  top_p?: number | undefined;
  min_p?: number | undefined;
  seed?: number | undefined;
  num_predict?: number | undefined;
  num_ctx?: number | undefined;
  repeat_penalty?: number | undefined;
  stop?: string | string[] | undefined;
}

export interface Told {
  reason: 'stop' | 'length';
  promptTokens: number;
  tokens: number;
  /** Nanoseconds, as Ollama tells them. */
  promptNanoseconds: number;
  nanoseconds: number;
}

/** Tokens that are looked at in one go: a request that is stopped waits for no more than these. */
const batchSize = 128;

/** Bytes of weights below which a second thread costs more than it gives: threads wait for each other at every layer, by spinning. */
const smallModel = 64 * 1024 * 1024;

/** A model in memory, with one window that all requests use in turn; what two prompts begin with is computed once. */
export class LoadedModel {
  readonly queue: Queue;
  #context: LlamaContext | undefined;
  #session: Session | undefined;
  #embedding: LlamaEmbeddingContext | undefined;

  constructor(
    readonly shelf: ShelfModel,
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    waiting: number,
  ) {
    this.queue = new Queue(waiting);
  }

  /** Tokens of the window that is open, 0 before the first request. */
  get window(): number {
    return this.#context?.contextSize ?? 0;
  }

  get #threads() {
    return this.shelf.bytes < smallModel ? { threads: 1 } : {};
  }

  grammar(format: unknown): Promise<LlamaGrammar> | undefined {
    if (format === 'json') return this.llama.getGrammarFor('json');
    if (format === undefined || format === null || format === '') return undefined;
    // A schema of the caller's: what the library does not know of it, it refuses in words.
    return this.llama.createGrammarForJsonSchema(format as never) as Promise<LlamaGrammar>;
  }

  /** An answer to the last turn. */
  async chat(
    turns: readonly Turn[],
    options: Options,
    format: unknown,
    signal: AbortSignal,
    tell: (text: string) => void,
  ): Promise<Told> {
    const session = await this.#openSession(options);
    const last = turns.at(-1);
    const before = last?.role === 'user' ? turns.slice(0, -1) : turns;
    session.setChatHistory(historyOf(before));
    return this.#measured(signal, tell, async (say) => {
      const grammar = await this.grammar(format);
      const { stopReason } = await session.promptWithMeta(last?.role === 'user' ? last.content : '', {
        ...sampling(options, this.#room(turns.map((t) => t.content))),
        ...(grammar ? { grammar } : {}),
        signal,
        stopOnAbortSignal: false,
        trimWhitespaceSuffix: false,
        onTextChunk: say,
      });
      return stopReason;
    });
  }

  /** What comes after a text, without any template. */
  async complete(prompt: string, options: Options, signal: AbortSignal, tell: (text: string) => void): Promise<Told> {
    await this.#openSession(options);
    this.#session?.dispose({ disposeSequence: true });
    this.#session = undefined;
    const sequence = this.#context?.getSequence();
    if (!sequence) throw new Error('no window is open');
    const completion = new LlamaCompletion({ contextSequence: sequence });
    try {
      return await this.#measured(
        signal,
        tell,
        async (say) => {
          const { metadata } = await completion.generateCompletionWithMeta(prompt, {
            ...sampling(options, this.#room([prompt])),
            signal,
            onTextChunk: say,
          });
          return metadata.stopReason;
        },
        sequence,
      );
    } finally {
      completion.dispose({ disposeSequence: true });
    }
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<{ vectors: number[][]; tokens: number }> {
    const contextSize = Math.min(this.shelf.trained, 2048);
    this.#embedding ??= await this.model.createEmbeddingContext({
      ...this.#threads,
      contextSize,
      batchSize: contextSize,
    });
    const vectors: number[][] = [];
    let tokens = 0;
    for (const text of texts) {
      if (signal.aborted) throw gone();
      // The window's worth of it: Ollama cuts the rest off as well, unless it is told not to.
      const ids = this.model.tokenize(text || ' ').slice(0, contextSize - 8);
      tokens += ids.length;
      const { vector } = await this.#embedding.getEmbeddingFor(ids);
      vectors.push(unit(vector));
    }
    return { vectors, tokens };
  }

  async dispose(): Promise<void> {
    await this.#embedding?.dispose();
    await this.#context?.dispose();
    await this.model.dispose();
  }

  /** A window of another size means a new one. */
  async #openSession({ num_ctx }: Options): Promise<Session> {
    const wanted = Math.min(num_ctx ?? this.shelf.trained, this.shelf.trained);
    // Windows come in steps of 256 tokens.
    if (this.#context && (wanted > this.#context.contextSize || wanted <= this.#context.contextSize - 256)) {
      await this.#context.dispose();
      this.#context = undefined;
      this.#session = undefined;
    }
    this.#context ??= await this.model.createContext({
      ...this.#threads,
      contextSize: wanted,
      batchSize: Math.min(batchSize, wanted),
    });
    this.#session ??= new LlamaChatSession({ contextSequence: this.#context.getSequence() });
    return this.#session;
  }

  /** Tokens that an answer to these texts can have; a quarter of the window where they fill it, as then their beginning is cut. */
  #room(texts: readonly string[]): number {
    const perText = 8;
    const asked = texts.reduce((sum, text) => sum + this.model.tokenize(text).length + perText, perText);
    return Math.max(Math.floor(this.window / 4), this.window - asked);
  }

  async #measured(
    signal: AbortSignal,
    tell: (text: string) => void,
    work: (say: (text: string) => void) => Promise<string>,
    sequence = this.#session?.sequence,
  ): Promise<Told> {
    const before = sequence?.tokenMeter.getState();
    const begun = process.hrtime.bigint();
    let first: bigint | undefined;
    const reason = await work((text) => {
      first ??= process.hrtime.bigint();
      tell(text);
    }).catch((error: unknown) => {
      throw signal.aborted ? gone() : error;
    });
    const end = process.hrtime.bigint();
    const tokens = (sequence?.tokenMeter.usedOutputTokens ?? 0) - (before?.usedOutputTokens ?? 0);
    return {
      reason: reason === 'maxTokens' ? 'length' : 'stop',
      // All of the prompt, what was known of it from the request before included.
      promptTokens: Math.max(1, (sequence?.nextTokenIndex ?? 0) - tokens),
      tokens,
      promptNanoseconds: Number((first ?? end) - begun),
      nanoseconds: Number(end - (first ?? end)),
    };
  }
}

function historyOf(turns: readonly Turn[]): ChatHistoryItem[] {
  return turns.map((t): ChatHistoryItem => {
    if (t.role === 'assistant') return { type: 'model', response: [t.content] };
    return t.role === 'system' ? { type: 'system', text: t.content } : { type: 'user', text: t.content };
  });
}

/** Ollama's own values where a request has none. */
function sampling(o: Options, room: number) {
  const limit = o.num_predict !== undefined && o.num_predict >= 0 ? o.num_predict : Number.POSITIVE_INFINITY;
  return {
    temperature: o.temperature ?? 0.8,
    topK: o.top_k ?? 40,
    topP: o.top_p ?? 0.9,
    minP: o.min_p ?? 0,
    ...(o.seed === undefined ? {} : { seed: o.seed }),
    // An answer ends where the window does: to go on, all of it would be computed anew, and a model that repeats itself never ends.
    maxTokens: Math.min(limit, room),
    ...(o.repeat_penalty === undefined ? {} : { repeatPenalty: { penalty: o.repeat_penalty, lastTokens: 64 } }),
    ...(o.stop === undefined ? {} : { customStopTriggers: ([] as string[]).concat(o.stop) }),
  };
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((v) => v / length);
}
