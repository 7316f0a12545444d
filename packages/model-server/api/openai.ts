import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { noChat, noTools } from '../failures.ts';
import type { Told } from '../models/loaded.ts';
import type { Host } from './host.ts';
import { lines, untilGone } from './wire.ts';
import { statusOf, wordsOf } from './words.ts';

const part = z.looseObject({ type: z.string(), text: z.string().default('') });
const content = z
  .union([z.string(), z.array(part), z.null()])
  .default('')
  .transform((c) => (typeof c === 'string' ? c : (c ?? []).map((p) => p.text).join('')));
const chatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z
    .array(z.looseObject({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']), content }))
    .min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  seed: z.number().int().nullish(),
  max_tokens: z.number().int().nullish(),
  max_completion_tokens: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  tools: z.array(z.unknown()).nullish(),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ schema: z.unknown() }).optional() })
    .nullish(),
});
type ChatRequest = z.output<typeof chatRequest>;

/** The OpenAI-compatible surface, as six of the agents speak it (facts: Ollama's docs/api/openai-compatibility). */
export function openAiRoutes(app: FastifyInstance, host: Host): void {
  app.get('/v1/models', async () => ({
    object: 'list',
    data: (await host.shelf.list()).map((m) => ({
      ...{ id: m.name, object: 'model', created: Math.floor(m.modified.getTime() / 1000), owned_by: 'library' },
    })),
  }));

  app.post('/v1/embeddings', async (request, reply) => {
    const body = z
      .looseObject({ model: z.string().min(1), input: z.union([z.string(), z.array(z.string())]) })
      .parse(request.body);
    const shelf = await host.shelf.get(body.model);
    const signal = untilGone(reply);
    const texts = typeof body.input === 'string' ? [body.input] : body.input;
    return host.memory.with(shelf, host.stay, async (model) => {
      const { vectors, tokens } = await model.queue.take(signal, () => model.embed(texts, signal));
      const data = vectors.map((embedding, index) => ({ object: 'embedding', embedding, index }));
      return { object: 'list', data, model: body.model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
    });
  });

  app.post('/v1/chat/completions', async (request, reply) => {
    const body = chatRequest.parse(request.body);
    if (body.tools && body.tools.length > 0) throw noTools(body.model);
    return chat(host, body, reply);
  });
}

async function chat(host: Host, body: ChatRequest, reply: FastifyReply): Promise<unknown> {
  const shelf = await host.shelf.get(body.model);
  if (shelf.embeds) throw noChat(body.model);
  const signal = untilGone(reply);
  const out = lines(reply, 'text/event-stream');
  const id = `chatcmpl-${randomUUID().slice(0, 8)}`;
  const head = (object: string) => ({ id, object, created: Math.floor(Date.now() / 1000), model: body.model });
  const event = (value: object) => out.send(`data: ${JSON.stringify(value)}\n\n`);
  const chunk = (delta: object, finish_reason: string | null) =>
    event({ ...head('chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason }] });
  let text = '';
  try {
    return await host.memory.with(shelf, host.stay, async (model) => {
      const turns = body.messages.map((m) => ({
        role: m.role === 'developer' ? ('system' as const) : m.role,
        content: m.content,
      }));
      const told = await model.queue.take(signal, () =>
        model.chat(turns, optionsOf(host, body), formatOf(body), signal, (more) => {
          text += more;
          if (body.stream) chunk({ role: 'assistant', content: more }, null);
        }),
      );
      const usage = usageOf(told);
      if (!body.stream) {
        const message = { role: 'assistant', content: text };
        return { ...head('chat.completion'), choices: [{ index: 0, message, finish_reason: told.reason }], usage };
      }
      chunk({ role: 'assistant', content: '' }, told.reason);
      if (body.stream_options?.include_usage) event({ ...head('chat.completion.chunk'), choices: [], usage });
      out.send('data: [DONE]\n\n');
      out.end();
      return reply;
    });
  } catch (error) {
    if (!out.begun) throw error;
    event({ error: openAiError(statusOf(error), wordsOf(error)) });
    out.end();
    return reply;
  }
}

export function openAiError(status: number, message: string) {
  const type = status === 404 ? 'not_found_error' : status < 500 ? 'invalid_request_error' : 'api_error';
  return { message, type, param: null, code: null };
}

function optionsOf(host: Host, body: ChatRequest) {
  return {
    num_ctx: host.context,
    temperature: body.temperature ?? 1,
    top_p: body.top_p ?? 1,
    seed: body.seed ?? undefined,
    num_predict: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: body.stop ?? undefined,
  };
}

function formatOf({ response_format: wanted }: ChatRequest): unknown {
  if (wanted?.type === 'json_object') return 'json';
  return wanted?.type === 'json_schema' ? wanted.json_schema?.schema : undefined;
}

function usageOf(told: Told) {
  const { promptTokens: prompt_tokens, tokens: completion_tokens } = told;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
