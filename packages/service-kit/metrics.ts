import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Dependencies } from './dependencies.ts';

/** A registry of its own per service: two services in one process (embedded, tests) do not share numbers. */
export function createMetrics(service: string, dependencies: Dependencies): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'dependency_up',
    help: '1 if the last look at the dependency or the last use of it succeeded',
    labelNames: ['name'],
    registers: [registry],
    collect() {
      this.reset();
      for (const d of dependencies.snapshot()) {
        if (d.state === 'up' || d.state === 'down') this.set({ name: d.name }, d.state === 'up' ? 1 : 0);
      }
    },
  });
  return registry;
}

/** Counts and times every request by route (never by path: those have no end) and serves them at `/metrics`. */
export function serveMetrics(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  // To look a series up by its labels costs more than to count in it; there is one for each route, method and status.
  const series = new Map<string, ReturnType<typeof duration.labels>>();
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const key = `${request.method} ${reply.statusCode} ${route}`;
    let one = series.get(key);
    if (!one) {
      one = duration.labels({ method: request.method, route, status: reply.statusCode });
      series.set(key, one);
    }
    one.observe(reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', { schema: { hide: true }, config: { quiet: true } }, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
