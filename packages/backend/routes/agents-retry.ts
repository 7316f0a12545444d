import { type App, notFound } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Tasks } from '../agents/tasks.ts';
import type { Guard } from '../auth/guard.ts';
import { bearer, refusals, id as uuid } from './schemas.ts';

const queued = z.object({ id: uuid, agent: z.string(), state: z.string(), attempts: z.number() });

/** What lies among the dead letters is a task that has failed: it is listed by its state, and comes back by this. */
export function retryRoute(app: App, tasks: Tasks, guard: Guard): void {
  app.post(
    '/api/v1/agents/tasks/:id/retry',
    {
      onRequest: guard.needs('agents:run'),
      schema: {
        ...{ tags: ['agents'], security: bearer, summary: 'Queue a task again that has failed or was cancelled' },
        params: z.object({ id: z.string().max(200) }),
        response: { 202: queued, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!uuid.safeParse(id).success) throw notFound('task', id, [], 'TASK_UNKNOWN');
      const again = await tasks.retry(guard.caller(request), id);
      return reply.code(202).header('location', `/api/v1/agents/tasks/${id}`).send(again);
    },
  );
}
