import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { preHandlerHookHandler, RouteOptions } from 'fastify';

/** The gateway's correlation id (X-Trace-ID) or a caller's own, if it is plain; else a new one. */
export function requestId(headers: IncomingHttpHeaders): string {
  for (const name of ['x-request-id', 'x-trace-id']) {
    const given = headers[name];
    if (typeof given === 'string' && /^[\w.:#-]{1,128}$/.test(given)) return given;
  }
  return randomUUID();
}

/** The id of the request on whose behalf something is done: who asks another service for it sends it as X-Request-Id. */
export const currentRequest = new AsyncLocalStorage<string>();

/** Makes it known in every route that begins something (POST): those that only read are not slowed by it. Before the routes. */
export function carryRequestId(app: { addHook(name: 'onRoute', hook: (route: RouteOptions) => void): unknown }): void {
  const carry: preHandlerHookHandler = (request, _reply, done) => currentRequest.run(request.id, done);
  app.addHook('onRoute', (route) => {
    if (![route.method].flat().includes('POST')) return;
    route.preHandler = [carry, ...[route.preHandler ?? []].flat()];
  });
}
