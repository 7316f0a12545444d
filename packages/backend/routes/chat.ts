import { type App, notFound, sendEvents } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Guard } from '../auth/guard.ts';
import type { Chat, Message } from '../chat/chat.ts';
import { citation } from './documents.ts';
import { bearer, name, nothing, refusals, text, time, id as uuid } from './schemas.ts';

const session = z.object({
  id: uuid,
  title: z.string(),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  created_at: time,
  updated_at: time,
});
const message = z.object({
  id: uuid,
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  state: z.enum(['done', 'cancelled', 'failed']),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number(), ms: z.number() }).nullable(),
  error: z.object({ code: z.string(), message: z.string(), next_step: z.string() }).nullable(),
  citations: z.array(citation),
  created_at: time,
});
const params = z.object({ id: z.string().max(200) });
const agent = z.string().min(1).max(100);
const model = z.string().min(1).max(200);

export function chatRoutes(app: App, chat: Chat, guard: Guard): void {
  const common = { tags: ['chat'], security: bearer };
  const may = guard.needs('chat');
  const known = (value: string) => {
    if (!uuid.safeParse(value).success) throw notFound('conversation', value, [], 'SESSION_UNKNOWN');
    return value;
  };
  app.post(
    '/api/v1/chat/sessions',
    {
      onRequest: may,
      schema: {
        ...common,
        summary: 'Begin a conversation',
        body: z.object({ title: text(200, 0).optional(), agent: agent.optional(), model: model.optional() }),
        response: { 201: session, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await chat.createSession(guard.caller(request), request.body)),
  );
  app.get(
    '/api/v1/chat/sessions',
    {
      onRequest: may,
      schema: {
        ...common,
        summary: 'Your conversations, newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: z.object({ sessions: z.array(session) }), ...refusals },
      },
    },
    async (request) => ({ sessions: await chat.listSessions(guard.caller(request), request.query.limit) }),
  );
  app.get(
    '/api/v1/chat/sessions/:id',
    {
      onRequest: may,
      schema: {
        ...common,
        summary: 'A conversation with its messages',
        params,
        response: { 200: session.extend({ messages: z.array(message) }), ...refusals },
      },
    },
    async (request) => {
      const who = guard.caller(request);
      const found = await chat.session(who, known(request.params.id));
      return { ...found, messages: await chat.messages(who, found.id) };
    },
  );
  app.delete(
    '/api/v1/chat/sessions/:id',
    {
      onRequest: may,
      schema: { ...common, summary: 'Delete a conversation', params, response: { 204: nothing, ...refusals } },
    },
    async (request, reply) => {
      await chat.removeSession(guard.caller(request), known(request.params.id));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/chat/sessions/:id/messages',
    {
      onRequest: may,
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        ...common,
        summary:
          'Ask; the answer streams (text/event-stream: question, citations, token, step, end), or comes whole with `stream: false`',
        params,
        body: z.object({
          content: text(1_000_000).trim().min(1),
          agent: agent.optional(),
          model: model.optional(),
          collection: name.optional(),
          stream: z.boolean().default(true),
        }),
        response: { 200: message, ...refusals },
      },
    },
    async (request, reply) => {
      const { stream, ...question } = request.body;
      const who = guard.caller(request);
      const id = known(request.params.id);
      if (stream) {
        await sendEvents(request, reply, (signal) => chat.ask(who, id, question, signal));
        return reply;
      }
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      let last: Message | undefined;
      for await (const event of chat.ask(who, id, question, gone.signal)) if (event.event === 'end') last = event.data;
      return last as Message;
    },
  );
}
