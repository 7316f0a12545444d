import { capabilities, processAnswer, processRequest, type RunEvent } from '@sutazai/agent-contract';
import { type App, sendEvents } from '@sutazai/service-kit';
import { z } from 'zod';
import type { AgentService } from './agent-service.ts';
import { converse, type Turn } from './conversation.ts';
import { conversationShape } from './mcp.ts';

const agent = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  port: z.number(),
  tool: z.string(),
  state: z.enum(['up', 'down', 'unknown', 'off']),
});
const turn = z.object({
  speaker: z.string(),
  agent: z.string(),
  model: z.string(),
  text: z.string(),
  ms: z.number(),
  error: z.object({ code: z.string(), message: z.string(), next_step: z.string() }).optional(),
});
const bodyLimit = 8 * 1024 * 1024;

export function agentRoutes(app: App, agents: AgentService): void {
  const tags = ['agents'];
  app.get(
    '/agents',
    {
      schema: { tags, summary: 'All agents and their state', response: { 200: z.object({ agents: z.array(agent) }) } },
    },
    async () => ({
      agents: [...agents.list()],
    }),
  );
  app.get(
    '/agents/:id',
    {
      schema: {
        tags,
        summary: 'One agent, and what it can',
        params: z.object({ id: z.string().max(200) }),
        response: { 200: agent.extend({ capabilities: capabilities.nullable() }) },
      },
    },
    async (request) => agents.detail(request.params.id),
  );
  app.post(
    '/agents/execute',
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Run an agent; with `stream: true` the run’s events come as they happen (text/event-stream)',
        body: processRequest.extend({ agent: z.string().min(1).max(200), stream: z.boolean().default(false) }),
        response: { 200: processAnswer },
      },
    },
    async (request, reply) => {
      const { agent: id, stream, ...run } = request.body;
      if (stream) {
        await sendEvents(request, reply, (signal) => asServerEvents(agents.stream(id, run, signal)));
        return reply;
      }
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return agents.execute(id, run, gone.signal);
    },
  );
  app.post(
    '/chat',
    {
      bodyLimit,
      schema: {
        tags: ['conversations'],
        summary: 'Several agents talk; with `stream: true` turn by turn',
        body: conversationShape.extend({ stream: z.boolean().default(false) }),
        response: { 200: z.object({ turns: z.array(turn), stopped_by: z.string() }) },
      },
    },
    async (request, reply) => {
      const { stream, ...conversation } = request.body;
      if (stream) {
        await sendEvents(request, reply, (signal) => converse(agents, conversation, signal));
        return reply;
      }
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const turns: Turn[] = [];
      let stopped_by = '';
      for await (const event of converse(agents, conversation, gone.signal)) {
        if (event.event === 'turn') turns.push(event.data);
        else stopped_by = event.data.stopped_by;
      }
      return { turns, stopped_by };
    },
  );
}

async function* asServerEvents(events: AsyncIterable<RunEvent>) {
  for await (const event of events) yield { event: event.type, id: String(event.seq), data: event };
}
