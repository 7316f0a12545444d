import { patientFetch } from '@sutazai/agent-contract/protocol';
import { type ErrorResponse, Ollama } from 'ollama';
import type { z } from 'zod';
import type { ModelInfo, PullProgress } from '../contract/index.ts';
import { failure, SutazaiError } from '../diagnose/index.ts';
import { type Deed, modelFailure, ServerRefusal } from './failures.ts';
import type { ChatPiece, ChatTurn, ModelServer } from './port.ts';
import { PullBoard, type PullLine } from './pull-progress.ts';
import { trainedContext, wireChat, wirePs, wirePull, wireShow, wireTags, wireVersion } from './wire.ts';

/** Milliseconds for what a healthy server answers at once: lists, names, versions. */
const quick = 10_000;

/**
 * Ollama by its own client, which knows neither signals nor typed errors (ollama-js 0.6.4): every call gets a client of its
 * own whose fetch carries the signal, so that one call's end closes that call's connection and no other's.
 */
export class OllamaServer implements ModelServer {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  async version(signal?: AbortSignal): Promise<string> {
    return (await this.#ask((o) => o.version(), wireVersion, {}, signal)).version;
  }

  async list(signal?: AbortSignal): Promise<ModelInfo[]> {
    const [tags, loaded] = await Promise.all([this.#ask((o) => o.list(), wireTags, {}, signal), this.#loaded(signal)]);
    return Promise.all(
      tags.models.map(async (tag) => {
        const shown = await this.#show(tag.name, signal).catch((error: unknown) => {
          // Removed between the two questions: the list is of what was there.
          if (error instanceof SutazaiError && error.code === 'MODEL_MISSING') return undefined;
          throw error;
        });
        return this.#info(tag, shown, loaded);
      }),
    );
  }

  async model(name: string, signal?: AbortSignal): Promise<ModelInfo> {
    const [shown, loaded] = await Promise.all([this.#show(name, signal), this.#loaded(signal)]);
    const full = name.includes(':') ? name : `${name}:latest`;
    return this.#info({ name: full, size: 0, modified_at: '', details: shown.details }, shown, loaded);
  }

  async *chat(request: { model: string; messages: ChatTurn[] }, signal: AbortSignal): AsyncGenerator<ChatPiece, void> {
    const deed: Deed = { url: this.url, model: request.model };
    const client = this.#client(signal);
    try {
      const stream = await client.chat({ ...request, stream: true });
      for await (const line of stream) {
        const piece = read(wireChat, line);
        if (piece.message?.thinking) yield { type: 'thinking', text: piece.message.thinking };
        if (piece.message?.content) {
          deed.midway = true;
          yield { type: 'text', text: piece.message.content };
        }
        if (!piece.done) continue;
        yield {
          type: 'end',
          promptTokens: piece.prompt_eval_count ?? 0,
          completionTokens: piece.eval_count ?? 0,
          ms: Math.round((piece.total_duration ?? 0) / 1e6),
        };
        return;
      }
    } catch (error) {
      throw await this.#why(error, deed, signal);
    }
  }

  async *pull(name: string, signal: AbortSignal): AsyncGenerator<PullProgress, void> {
    const board = new PullBoard();
    try {
      const stream = await this.#client(signal).pull({ model: name, stream: true });
      for await (const line of stream) yield board.take(read(wirePull, line) as PullLine, performance.now());
    } catch (error) {
      throw signal.aborted ? signal.reason : asTyped(error, { url: this.url, model: name, pull: true });
    }
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    const limit = within(quick, signal);
    try {
      await this.#client(limit).delete({ model: name });
    } catch (error) {
      throw signal?.aborted ? signal.reason : asTyped(error, { url: this.url, model: name });
    }
  }

  #show(name: string, signal?: AbortSignal) {
    return this.#ask((o) => o.show({ model: name }), wireShow, { model: name }, signal);
  }

  async #loaded(signal?: AbortSignal) {
    return (await this.#ask((o) => o.ps(), wirePs, {}, signal)).models;
  }

  #info(
    tag: z.output<typeof wireTags>['models'][number],
    shown: z.output<typeof wireShow> | undefined,
    loaded: z.output<typeof wirePs>['models'],
  ): ModelInfo {
    const now = loaded.find((m) => m.name === tag.name);
    const until = Date.parse(now?.expires_at ?? '');
    return {
      name: tag.name,
      bytes: tag.size,
      modifiedAt: Date.parse(tag.modified_at) || 0,
      family: tag.details.family,
      parameters: tag.details.parameter_size,
      quantization: tag.details.quantization_level,
      capabilities: shown?.capabilities ?? tag.capabilities ?? [],
      trainedContext: shown ? trainedContext(shown.model_info) : null,
      loaded: now
        ? {
            context: now.context_length ?? null,
            bytes: now.size,
            vramBytes: now.size_vram,
            until: Number.isNaN(until) ? null : until,
          }
        : null,
    };
  }

  /** After a break in the middle, whether the model is still there tells the two reasons apart. */
  async #why(error: unknown, deed: Deed, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return signal.reason;
    const typed = asTyped(error, deed);
    if (typed.code !== 'ANSWER_BROKEN_OFF' || !deed.model) return typed;
    const gone = await this.#show(deed.model).then(
      () => false,
      (e: unknown) => e instanceof SutazaiError && e.code === 'MODEL_MISSING',
    );
    return gone ? failure('MODEL_REMOVED', { model: deed.model }, { cause: error }) : typed;
  }

  async #ask<S extends z.ZodType>(
    call: (client: Ollama) => Promise<unknown>,
    schema: S,
    deed: { model?: string },
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    try {
      return read(schema, await call(this.#client(within(quick, signal))));
    } catch (error) {
      throw signal?.aborted ? signal.reason : asTyped(error, { url: this.url, ...deed });
    }
  }

  #client(signal: AbortSignal): Ollama {
    return new Ollama({
      host: this.url,
      fetch: async (input, init) => {
        const own = init?.signal;
        const response = await patientFetch(input, { ...init, signal: own ? AbortSignal.any([signal, own]) : signal });
        if (!response.ok) throw new ServerRefusal(response.status, await refusalText(response));
        return response;
      },
    });
  }
}

/** An answer of another shape is not Ollama's. */
function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw failure('MODEL_SERVER_ANSWER', { reason: `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? ''}` });
}

function asTyped(error: unknown, deed: Deed): SutazaiError {
  return error instanceof SutazaiError ? error : modelFailure(error, deed);
}

function within(ms: number, signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([signal, AbortSignal.timeout(ms)]) : AbortSignal.timeout(ms);
}

async function refusalText(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    const { error } = JSON.parse(text) as Partial<ErrorResponse>;
    if (typeof error === 'string') return error;
  } catch {}
  return text.slice(0, 300) || `HTTP ${response.status}`;
}
