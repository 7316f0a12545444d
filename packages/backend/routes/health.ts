import type { App, Dependencies } from '@sutazai/service-kit';
import { z } from 'zod';

const dependency = z.object({
  name: z.string(),
  state: z.enum(['up', 'down', 'unknown', 'off']),
  detail: z.string().optional(),
  latency_ms: z.number().optional(),
  last_error: z.string().optional(),
  checked_at: z.string().optional(),
  since: z.string().optional(),
});

/** What the API stands on, as it is known now: nobody waits for a dependency here. */
export function healthRoutes(app: App, dependencies: Dependencies): void {
  const schema = {
    summary: 'Each dependency: state, latency, last error',
    tags: ['health'],
    response: { 200: z.object({ status: z.enum(['ok', 'degraded']), dependencies: z.array(dependency) }) },
  };
  const answer = async () => {
    const known = dependencies.snapshot();
    return {
      status: known.some((d) => d.state === 'down') ? ('degraded' as const) : ('ok' as const),
      dependencies: known,
    };
  };
  app.get('/health/detailed', { schema }, answer);
  app.get('/api/v1/health', { schema }, answer);
}
