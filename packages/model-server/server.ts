import type { AddressInfo } from 'node:net';
import fastify, { LogController } from 'fastify';
import type { Host } from './api/host.ts';
import { modelRoutes } from './api/models.ts';
import { nativeRoutes } from './api/native.ts';
import { openAiError, openAiRoutes } from './api/openai.ts';
import { statusOf, wordsOf } from './api/words.ts';
import type { Config } from './config.ts';
import { keepAlive } from './models/keep-alive.ts';
import { Memory } from './models/memory.ts';
import { Shelf } from './models/shelf.ts';

export interface ModelServer {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything put together and not yet listening. No model is loaded before one is asked for. */
export function createModelServer(config: Config): ModelServer {
  const app = fastify({
    logger: { level: config.LOG_LEVEL },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 32 * 1024 * 1024,
    forceCloseConnections: true,
  });
  const memory = new Memory(config.MODEL_SERVER_QUEUE, (message) => app.log.warn(message));
  const host: Host = {
    ...{ shelf: new Shelf(config.MODEL_SERVER_MODELS), memory, context: config.MODEL_SERVER_CONTEXT },
    stay: keepAlive(config.MODEL_SERVER_KEEP_ALIVE, 300_000),
  };
  // Ollama's clients do not always say that they send JSON.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setErrorHandler((error, request, reply) => {
    const [status, message] = [statusOf(error), wordsOf(error)];
    if (status >= 500) request.log.warn({ err: error }, 'request failed');
    return reply.code(status).send({ error: request.url.startsWith('/v1/') ? openAiError(status, message) : message });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain').send('404 page not found'));
  modelRoutes(app, host);
  nativeRoutes(app, host);
  openAiRoutes(app, host);
  const server: ModelServer = {
    url: '',
    async start() {
      await app.listen({ host: config.MODEL_SERVER_HOST, port: config.MODEL_SERVER_PORT });
      server.url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    },
    async stop() {
      // Streams end with their sockets, and with them the work of the model.
      app.server.closeAllConnections();
      await app.close();
      await memory.dispose();
    },
  };
  return server;
}
