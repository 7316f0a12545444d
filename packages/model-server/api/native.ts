import type { FastifyInstance, FastifyReply } from 'fastify';
import { modelRequired, noChat, noThinking, noTools } from '../failures.ts';
import { keepAlive } from '../models/keep-alive.ts';
import type { LoadedModel, Told } from '../models/loaded.ts';
import type { Host } from './host.ts';
import { chatRequest, embedRequest, generateRequest, lines, untilGone } from './wire.ts';
import { wordsOf } from './words.ts';

type Speak = (model: LoadedModel, signal: AbortSignal, tell: (text: string) => void) => Promise<Told>;

/** `/api/chat`, `/api/generate`, `/api/embed`: what a model does (facts: Ollama's HTTP API 0.32). */
export function nativeRoutes(app: FastifyInstance, host: Host): void {
  app.post('/api/chat', async (request, reply) => {
    const body = chatRequest.parse(request.body);
    if (body.tools && body.tools.length > 0) throw noTools(body.model);
    const piece = (content: string) => ({ message: { role: 'assistant', content } });
    const nothing = body.messages.length === 0;
    return answer(host, reply, body, piece, nothing, (model, signal, tell) =>
      model.chat(body.messages, { num_ctx: host.context, ...body.options }, body.format, signal, tell),
    );
  });

  app.post('/api/generate', async (request, reply) => {
    const body = generateRequest.parse(request.body);
    const piece = (response: string) => ({ response });
    const options = { num_ctx: host.context, ...body.options };
    return answer(host, reply, body, piece, body.prompt === '', (model, signal, tell) => {
      if (body.raw) return model.complete(body.prompt, options, signal, tell);
      const system = body.system ? [{ role: 'system' as const, content: body.system }] : [];
      const turns = [...system, { role: 'user' as const, content: body.prompt }];
      return model.chat(turns, options, body.format, signal, tell);
    });
  });

  app.post('/api/embed', async (request, reply) => {
    const begun = process.hrtime.bigint();
    const body = embedRequest.parse(request.body);
    const shelf = await host.shelf.get(body.model);
    const texts = typeof body.input === 'string' ? [body.input] : body.input;
    const signal = untilGone(reply);
    return host.memory.with(shelf, keepAlive(body.keep_alive, host.stay), async (model, load_duration) => {
      const { vectors, tokens } = await model.queue.take(signal, () => model.embed(texts, signal));
      const total_duration = Number(process.hrtime.bigint() - begun);
      return { model: body.model, embeddings: vectors, total_duration, load_duration, prompt_eval_count: tokens };
    });
  });
}

/** One generation as a stream of lines, or whole. */
async function answer(
  host: Host,
  reply: FastifyReply,
  body: {
    model: string;
    stream: boolean;
    keep_alive?: string | number | undefined;
    think?: boolean | string | undefined;
  },
  piece: (text: string) => object,
  onlyLoad: boolean,
  speak: Speak,
): Promise<unknown> {
  const begun = process.hrtime.bigint();
  if (!body.model) throw modelRequired();
  const shelf = await host.shelf.get(body.model);
  if (shelf.embeds && !onlyLoad) throw noChat(body.model);
  if (body.think) throw noThinking(body.model);
  const stay = keepAlive(body.keep_alive, host.stay);
  const head = () => ({ model: body.model, created_at: new Date().toISOString() });
  if (onlyLoad) {
    // An empty request loads the model, or lets it go.
    await host.memory.with(shelf, stay, async () => undefined);
    return { ...head(), ...piece(''), done: true, done_reason: stay === 0 ? 'unload' : 'load', ...counts(begun, 0) };
  }
  const signal = untilGone(reply);
  const out = lines(reply);
  let text = '';
  try {
    return await host.memory.with(shelf, stay, async (model, load) => {
      const told = await model.queue.take(signal, () =>
        speak(model, signal, (more) => {
          text += more;
          if (body.stream) out.send(`${JSON.stringify({ ...head(), ...piece(more), done: false })}\n`);
        }),
      );
      const last = {
        ...head(),
        ...piece(body.stream ? '' : text),
        done: true,
        done_reason: told.reason,
        ...counts(begun, load, told),
      };
      if (!body.stream) return last;
      out.send(`${JSON.stringify(last)}\n`);
      out.end();
      return reply;
    });
  } catch (error) {
    if (!out.begun) throw error;
    // Its status went out with the first line.
    out.send(`${JSON.stringify({ error: wordsOf(error) })}\n`);
    out.end();
    return reply;
  }
}

function counts(begun: bigint, load_duration: number, told?: Told) {
  return {
    ...{ total_duration: Number(process.hrtime.bigint() - begun), load_duration },
    ...{ prompt_eval_count: told?.promptTokens ?? 0, prompt_eval_duration: told?.promptNanoseconds ?? 0 },
    ...{ eval_count: told?.tokens ?? 0, eval_duration: told?.nanoseconds ?? 0 },
  };
}
