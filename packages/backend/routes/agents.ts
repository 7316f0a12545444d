import {
  AgentClient,
  type AgentDirectory,
  agentIds,
  capabilities,
  processAnswer,
  processRequest,
} from '@sutazai/agent-contract';
import { type App, notFound } from '@sutazai/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Tasks } from '../agents/tasks.ts';
import type { Guard } from '../auth/guard.ts';
import { bearer, refusals, time, id as uuid } from './schemas.ts';

const agent = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  state: z.enum(['up', 'down', 'unknown', 'off']),
  port: z.number(),
  tool: z.string(),
});
const task = z.object({
  id: uuid,
  agent: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  priority: z.number(),
  attempts: z.number(),
  result: processAnswer.nullable(),
  error: z.object({ code: z.string(), message: z.string(), next_step: z.string() }).nullable(),
  created_at: time,
  started_at: time.nullable(),
  finished_at: time.nullable(),
});
const params = z.object({ id: z.string().max(200) });

export function agentRoutes(app: App, directory: AgentDirectory, tasks: Tasks, guard: Guard): void {
  const common = { tags: ['agents'], security: bearer };
  const public_ = ({ url: _url, ...entry }: ReturnType<AgentDirectory['get']>) => entry;
  // The list is the same object until the registry tells of a change; it is written once for all who ask until then.
  let written = { list: undefined as ReturnType<AgentDirectory['list']> | undefined, text: '' };
  const listOf = (list: ReturnType<AgentDirectory['list']>) => {
    if (written.list !== list) written = { list, text: JSON.stringify({ agents: list.map(public_) }) };
    return written.text;
  };
  app.get(
    '/api/v1/agents',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'All agents and their state',
        response: { 200: z.object({ agents: z.array(agent) }), ...refusals },
      },
    },
    // What is written already needs no writer: the reply's type knows only of values.
    async (_request, reply) =>
      (reply.type('application/json; charset=utf-8') as FastifyReply).send(listOf(directory.list())),
  );
  app.get(
    '/api/v1/agents/:id',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'One agent: state, and what it can where it answers',
        params,
        response: { 200: agent.extend({ capabilities: capabilities.nullable() }), ...refusals },
      },
    },
    async (request) => {
      const entry = directory.get(request.params.id);
      const asked =
        entry.url && entry.state !== 'down'
          ? await new AgentClient(entry.url).capabilities(AbortSignal.timeout(2_000)).catch(() => null)
          : null;
      return { ...public_(entry), capabilities: asked };
    },
  );
  app.post(
    '/api/v1/agents/:id/run',
    {
      onRequest: guard.needs('agents:run'),
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        ...common,
        summary: 'Queue a run; ask for its state at /api/v1/agents/tasks/{id}',
        params,
        headers: z.object({
          'idempotency-key': z
            .string()
            .regex(/^[\w.:-]{1,128}$/)
            .optional(),
        }),
        body: processRequest.extend({ priority: z.number().int().min(0).max(9).default(4) }),
        response: { 202: task, ...refusals },
      },
    },
    async (request, reply) => {
      const { priority, ...run } = request.body;
      const key = request.headers['idempotency-key'];
      const made = await tasks.create(guard.caller(request), request.params.id, run, priority, key);
      return reply.code(202).header('location', `/api/v1/agents/tasks/${made.id}`).send(made);
    },
  );
  app.get(
    '/api/v1/agents/tasks',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'Your tasks, newest first',
        querystring: z.object({
          agent: z.enum(agentIds as [string, ...string[]]).optional(),
          state: task.shape.state.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: z.object({ tasks: z.array(task) }), ...refusals },
      },
    },
    async (request) => {
      const { agent: of, state, limit } = request.query;
      return {
        tasks: await tasks.list(
          guard.caller(request),
          { ...(of ? { agent: of } : {}), ...(state ? { state } : {}) },
          limit,
        ),
      };
    },
  );
  const checked = (value: string) => {
    if (!uuid.safeParse(value).success) throw notFound('task', value, [], 'TASK_UNKNOWN');
    return value;
  };
  app.get(
    '/api/v1/agents/tasks/:id',
    {
      onRequest: guard.needs('agents:read'),
      schema: { ...common, summary: 'One task', params, response: { 200: task, ...refusals } },
    },
    async (request) => tasks.get(guard.caller(request), checked(request.params.id)),
  );
  app.delete(
    '/api/v1/agents/tasks/:id',
    {
      onRequest: guard.needs('agents:run'),
      schema: { ...common, summary: 'Cancel a task', params, response: { 200: task, ...refusals } },
    },
    async (request) => tasks.cancel(guard.caller(request), checked(request.params.id)),
  );
}
