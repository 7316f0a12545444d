import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { AgentDirectory, agentIds } from '@sutazai/agent-contract';
import { carryRequestId, createService, Dependencies, type Service } from '@sutazai/service-kit';
import { openChroma, openFaiss, openQdrant } from '@sutazai/vectors';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { Tasks } from './agents/tasks.ts';
import { Worker } from './agents/worker.ts';
import { Accounts } from './auth/accounts.ts';
import { Guard } from './auth/guard.ts';
import { AccessTokens } from './auth/tokens.ts';
import type { Cache } from './cache/cache.ts';
import { openMemoryCache } from './cache/memory.ts';
import { openRedis } from './cache/redis.ts';
import { Chat } from './chat/chat.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { openPglite } from './db/pglite.ts';
import { openPostgres } from './db/postgres.ts';
import { describeDependencies } from './dependencies.ts';
import { Documents } from './documents/documents.ts';
import { Graph } from './graph/graph.ts';
import { Models } from './models/models.ts';
import { openMemoryQueue } from './queue/memory.ts';
import type { TaskQueue } from './queue/queue.ts';
import { openRabbit } from './queue/rabbit.ts';
import { agentRoutes } from './routes/agents.ts';
import { retryRoute } from './routes/agents-retry.ts';
import { authRoutes } from './routes/auth.ts';
import { chatRoutes } from './routes/chat.ts';
import { documentRoutes } from './routes/documents.ts';
import { graphRoutes, modelRoutes } from './routes/graph-and-models.ts';
import { healthRoutes } from './routes/health.ts';
import { vectorRoutes } from './routes/vectors.ts';
import { Collections } from './vectors/collections.ts';
import { version } from './version.ts';

export interface BackendOptions {
  logStream?: { write(line: string): void };
}

/** Everything put together and not yet listening. Nothing is waited for: what is away is found out when it is needed. */
export async function createBackend(config: Config, options: BackendOptions = {}): Promise<Service> {
  let warn: (message: string) => void = () => undefined;
  const log = (message: string) => warn(message);
  const db = await openDatabase(config, log);
  const cache = openCache(config, log);
  const queue = openQueue(config, log);
  const dependencies = new Dependencies();
  const models = new Models(
    config.OLLAMA_URL ?? '',
    { chat: config.CHAT_MODEL, embedding: config.EMBEDDING_MODEL },
    dependencies,
  );
  const neo4j = config.NEO4J_URL
    ? { url: config.NEO4J_URL, user: config.NEO4J_USER, password: config.NEO4J_PASSWORD ?? '' }
    : undefined;
  const graph = new Graph(neo4j, db, dependencies);
  const stores = [
    ...(config.QDRANT_URL ? [openQdrant(config.QDRANT_URL, config.QDRANT_API_KEY)] : []),
    ...(config.CHROMA_URL ? [openChroma(config.CHROMA_URL)] : []),
    ...(config.FAISS_URL ? [openFaiss(config.FAISS_URL, config.FAISS_API_KEY)] : []),
  ];
  describeDependencies(dependencies, config, { db, cache, queue, graph, models, stores });

  const consul = config.CONSUL_HTTP_ADDR
    ? { url: config.CONSUL_HTTP_ADDR, ...(config.CONSUL_HTTP_TOKEN ? { token: config.CONSUL_HTTP_TOKEN } : {}) }
    : undefined;
  const directory = new AgentDirectory({ fixed: config.AGENT_URLS, log, ...(consul ? { consul } : {}) });
  const accounts = new Accounts(
    db,
    cache,
    new AccessTokens(config.BACKEND_JWT_SECRET),
    dependencies,
    config.BACKEND_SETUP_TOKEN,
  );
  const guard = new Guard(accounts);
  const tasks = new Tasks(db, queue, directory, dependencies);
  const collections = new Collections(db, stores, models, dependencies);
  const documents = new Documents(db, collections, models, graph, dependencies);
  const chat = new Chat(db, models, directory, documents, graph, dependencies);
  const api = config.BACKEND_ROLES.includes('api');
  const works = config.BACKEND_ROLES.includes('worker');
  let worker: Worker | undefined;

  const service = await createService({
    ...{
      name: api ? 'backend' : 'backend-worker',
      title: 'SutazAI backend',
      version,
      host: config.BACKEND_HOST,
      port: config.BACKEND_PORT,
    },
    ...{
      dependencies,
      logLevel: config.LOG_LEVEL,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'An access token or an API key' } },
    },
    ...(options.logStream ? { logStream: options.logStream } : {}),
    ...(consul && config.BACKEND_ADVERTISE && api
      ? {
          registry: { consul, as: { id: `backend-${hostname()}`, name: 'backend', address: config.BACKEND_ADVERTISE } },
        }
      : {}),
    async routes(app, metrics) {
      warn = (message) => app.log.warn(message);
      carryRequestId(app);
      healthRoutes(app, dependencies);
      const ended = taskMetrics(metrics, queue);
      if (works) {
        worker = new Worker({
          ...{ db, queue, directory, log, onEnd: ended, limit: config.BACKEND_TASK_LIMIT_SECONDS },
          afterDone: (task, agent, answer) =>
            void graph.record({ type: 'task', task, agent, at: answer.timestamp }).catch(() => undefined),
        });
      }
      if (!api) return;
      authRoutes(app, accounts, guard);
      agentRoutes(app, directory, tasks, guard);
      retryRoute(app, tasks, guard);
      vectorRoutes(app, collections, guard);
      await documentRoutes(app, documents, guard, config.BACKEND_UPLOAD_LIMIT_MB);
      chatRoutes(app, chat, guard);
      graphRoutes(app, graph, guard);
      modelRoutes(app, models, guard);
    },
    dispose: [
      () => worker?.stop(),
      () => directory.stop(),
      () => documents.close(),
      () => graph.close(),
      () => queue.close(),
      () => cache.close(),
      () => db.close(),
    ],
  });

  const start = service.start.bind(service);
  service.start = async () => {
    await start();
    directory.start();
    worker?.start();
    // What a crash kept from the queue, and all of it where the queue does not outlive the process.
    queue.onReady(
      () =>
        void tasks
          .republish(config.RABBITMQ_HOST === undefined)
          .catch((e: unknown) => log(`tasks not queued again: ${String(e)}`)),
    );
    if (api) void documents.resume().catch(() => undefined);
    graph.flush();
  };
  return service;
}

async function openDatabase(config: Config, log: (message: string) => void): Promise<Database> {
  const {
    POSTGRES_HOST: host,
    POSTGRES_PORT: port,
    POSTGRES_USER: user,
    POSTGRES_DATABASE: database,
    POSTGRES_PASSWORD: password,
  } = config;
  if (host === undefined) return openPglite(config.PGLITE_DIR, log);
  return openPostgres({ host, port, user, database, password: password ?? '', log });
}

function openCache(config: Config, log: (message: string) => void): Cache {
  if (config.REDIS_URL === undefined) return openMemoryCache();
  return openRedis({ url: config.REDIS_URL, user: config.REDIS_USER, password: config.REDIS_PASSWORD ?? '', log });
}

function openQueue(config: Config, log: (message: string) => void): TaskQueue {
  const { RABBITMQ_HOST: hostname, RABBITMQ_PORT: port, RABBITMQ_USER: username, RABBITMQ_PASSWORD: password } = config;
  if (hostname === undefined) return openMemoryQueue();
  return openRabbit({ hostname, port, username, password: password ?? '', log });
}

function taskMetrics(registry: Registry, queue: TaskQueue) {
  const ended = new Counter({
    name: 'agent_tasks_total',
    help: 'Tasks that ended, by agent and outcome',
    labelNames: ['agent', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    ...{ name: 'agent_task_duration_seconds', help: 'Time a task ran', labelNames: ['agent'], registers: [registry] },
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  });
  new Gauge({
    ...{ name: 'agent_queue_depth', help: 'Tasks waiting, by agent', labelNames: ['agent'], registers: [registry] },
    async collect() {
      this.reset();
      // A broker that is frozen must not hold the other numbers.
      const late = pause(2_000, {}, { ref: false });
      const depths = await Promise.race([queue.depths(agentIds).catch(() => ({})), late]);
      for (const [agent, depth] of Object.entries(depths)) this.set({ agent }, depth);
    },
  });
  return (agent: string, outcome: string, duration: number) => {
    ended.inc({ agent, outcome });
    seconds.observe({ agent }, duration);
  };
}
