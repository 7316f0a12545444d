import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify';
import {
  createJsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { type ConsulOptions, ConsulRegistration, type Registration } from './consul.ts';
import type { Dependencies } from './dependencies.ts';
import { handleErrors } from './error-handler.ts';
import { createMetrics, serveMetrics } from './metrics.ts';
import { bufferedOutput } from './output.ts';
import { requestId } from './request-id.ts';
import { serializerCompiler } from './serializer.ts';

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface ServiceOptions {
  /** The service's name in logs, metrics and the registry: `backend`. */
  name: string;
  title: string;
  version: string;
  host: string;
  /** 0: any free one. */
  port: number;
  dependencies: Dependencies;
  /** Bytes; a larger body is answered with 413. */
  bodyLimit?: number;
  logLevel?: string;
  /** Where log lines go; standard output if not given. */
  logStream?: { write(line: string): void };
  registry?: { consul: ConsulOptions; as: Omit<Registration, 'port'> & { port?: number } };
  /** Adds the service's own routes. */
  routes(app: App, metrics: Registry): Promise<void> | void;
  /** Lets go of what the service holds, in this order, after the last request has ended. */
  dispose?: (() => Promise<void> | void)[];
  /** How long requests in flight may go on after a stop was asked for; ms. */
  grace?: number;
  /** Security schemes for the OpenAPI document. */
  securitySchemes?: Record<string, { type: 'http'; scheme: string; description?: string }>;
}

export interface Service {
  app: App;
  /** `http://127.0.0.1:PORT` once started. */
  url: string;
  start(): Promise<void>;
  /** Takes no new requests, leaves the registry, ends streams after the grace, lets go. Safe to call twice. */
  stop(): Promise<void>;
}

const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'stopping']),
  service: z.string(),
  version: z.string(),
  uptime_seconds: z.number(),
});

/** One HTTP service, put together and not yet listening. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const bodyLimit = options.bodyLimit ?? 1024 * 1024;
  const output = bufferedOutput();
  const app: App = fastify({
    logger: {
      level: options.logLevel ?? 'info',
      base: { service: options.name },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      redact: ['req.headers.authorization', 'req.headers.cookie', 'err.config', 'err.request'],
      stream: options.logStream ?? output,
    },
    bodyLimit,
    genReqId: (request) => requestId(request.headers),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  handleErrors(app as unknown as FastifyInstance);
  logRequests(app);
  const inFlight = new RequestsInFlight(app.server);

  const metrics = createMetrics(options.name, options.dependencies);
  serveMetrics(app as unknown as FastifyInstance, metrics);
  await serveDocs(app, options);

  const startedAt = performance.now();
  let stopping = false;
  await app.register(async (scope: App) => {
    const schema = {
      summary: 'Is the service alive',
      tags: ['health'],
      response: { 200: healthSchema, 503: healthSchema },
    };
    scope.get('/health', { schema, config: { quiet: true } }, (_request, reply) => {
      if (stopping) reply.code(503);
      reply.send({
        status: stopping
          ? ('stopping' as const)
          : options.dependencies.anyDown()
            ? ('degraded' as const)
            : ('ok' as const),
        service: options.name,
        version: options.version,
        uptime_seconds: Math.round((performance.now() - startedAt) / 1000),
      });
    });
    await options.routes(scope, metrics);
  });

  let registration: ConsulRegistration | undefined;
  let stopped: Promise<void> | undefined;
  const service: Service = {
    app,
    url: '',
    async start() {
      await app.listen({ host: options.host, port: options.port });
      const address = app.server.address();
      const port = typeof address === 'object' && address ? address.port : options.port;
      service.url = `http://127.0.0.1:${port}`;
      void options.dependencies.look();
      if (options.registry) {
        const log = (message: string) => app.log.warn(message);
        registration = new ConsulRegistration({ log, ...options.registry.consul }, { port, ...options.registry.as });
        registration.start();
      }
    },
    stop() {
      stopping = true;
      stopped ??= stop();
      return stopped;
    },
  };
  async function stop(): Promise<void> {
    await registration?.stop();
    // Streams would hold the close for ever, and so would a connection that was opened and never used.
    const closed = app.close();
    await Promise.race([inFlight.none(), pause(options.grace ?? 8_000, undefined, { ref: false })]);
    const cut = setInterval(() => app.server.closeAllConnections(), 20);
    await closed;
    clearInterval(cut);
    for (const release of options.dispose ?? []) {
      await Promise.resolve(release()).catch((error: unknown) => app.log.warn({ err: error }, 'while stopping'));
    }
    output.end();
  }
  return service;
}

/** Counts requests whose answer has not ended, streams included (those are out of Fastify's own sight). */
class RequestsInFlight {
  #count = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #ended = () => {
    this.#count -= 1;
    if (this.#count === 0) for (const tell of this.#waiting.splice(0)) tell();
  };

  constructor(server: Server) {
    server.on('request', (_request, response) => {
      this.#count += 1;
      // One listener for all; a response closes once.
      response.on('close', this.#ended);
    });
  }

  none(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A route whose `config` says so is asked by machines every few seconds: a line is written only where it fails. */
declare module 'fastify' {
  interface FastifyContextConfig {
    quiet?: boolean;
  }
}

function logRequests(app: App): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { config, url } = request.routeOptions;
    const failed = reply.statusCode >= 500;
    if (failed || config.quiet !== true) {
      const line = {
        method: request.method,
        route: url ?? request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      };
      if (failed) request.log.warn(line, 'request');
      else request.log.info(line, 'request');
    }
    done();
  });
}

async function serveDocs(app: App, options: ServiceOptions): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: options.title, version: options.version },
      ...(options.securitySchemes ? { components: { securitySchemes: options.securitySchemes } } : {}),
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: {} }),
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    logLevel: 'warn',
  });
}
