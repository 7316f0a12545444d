import { type App, Problem, sendEvents } from '@sutazai/service-kit';
import { z } from 'zod';
import {
  type Capabilities,
  capabilities,
  type ProcessAnswer,
  processAnswer,
  processRequest,
} from '../protocol/index.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';

const bodyLimit = 8 * 1024 * 1024;

/** The routes that every agent has (docs/agents.md). */
export function contractRoutes(app: App, runs: Runs, can: () => Promise<Capabilities> | Capabilities): void {
  const tags = ['agent'];
  app.get(
    '/capabilities',
    { schema: { tags, summary: 'What the agent can do and needs', response: { 200: capabilities } } },
    async () => can(),
  );
  app.post(
    '/process',
    {
      bodyLimit,
      schema: { tags, summary: 'The whole answer', body: processRequest, response: { 200: processAnswer } },
    },
    async (request, reply) => {
      const run = runs.begin(request.body, keyOf(request.headers));
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const answer = await whole(run, gone.signal);
      // Nobody reads it any more, and nobody else listens.
      if (gone.signal.aborted && run.listeners === 0) run.cancel();
      return answer;
    },
  );
  app.post(
    '/runs',
    { bodyLimit, schema: { tags, summary: 'Begin a run; its events come as they happen', body: processRequest } },
    async (request, reply) => {
      const run = runs.begin(request.body, keyOf(request.headers));
      await sendEvents(request, reply, (signal) => events(run, -1, signal));
      return reply;
    },
  );
  app.get(
    '/runs/:id/events',
    {
      schema: {
        tags,
        summary: 'Come back to a run: its events after a number',
        params: z.object({ id: z.string().max(100) }),
        querystring: z.object({ after: z.coerce.number().int().min(-1).default(-1) }),
      },
    },
    async (request, reply) => {
      const run = runs.get(request.params.id);
      await sendEvents(request, reply, (signal) => events(run, request.query.after, signal));
      return reply;
    },
  );
  app.delete(
    '/runs/:id',
    { schema: { tags, summary: 'End a run', params: z.object({ id: z.string().max(100) }) } },
    async (request) => {
      const run = runs.get(request.params.id);
      run.cancel();
      return { run: run.id };
    },
  );
}

async function* events(run: Run, after: number, signal: AbortSignal) {
  for await (const event of run.follow(after, signal)) yield { event: event.type, id: String(event.seq), data: event };
}

/** @throws Problem what the run itself could not do */
export async function whole(run: Run, signal: AbortSignal): Promise<ProcessAnswer> {
  const begun = performance.now();
  for await (const event of run.follow(-1, signal)) {
    if (event.type === 'error') throw new Problem(statusOf(event.code), event.code, event.message, event.next_step);
    if (event.type !== 'end') continue;
    return answer(run, event.status === 'done' ? 'success' : 'cancelled', event.response, begun);
  }
  return answer(run, 'cancelled', '', begun);
}

function answer(run: Run, status: ProcessAnswer['status'], response: string, begun: number): ProcessAnswer {
  const processing_time_ms = Math.round((performance.now() - begun) * 10) / 10;
  const timestamp = new Date().toISOString();
  return { status, agent: run.agent, response, processing_time_ms, model: run.model, timestamp };
}

function statusOf(code: string): number {
  if (code === 'MODEL_SERVER_DOWN' || code === 'DEPENDENCY_DOWN') return 503;
  if (code === 'MODEL_FAILED') return 502;
  return code === 'AGENT_FAILED' ? 500 : 422;
}

function keyOf(headers: Record<string, string | string[] | undefined>): string | undefined {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && key.length > 0 && key.length <= 200 ? key : undefined;
}
