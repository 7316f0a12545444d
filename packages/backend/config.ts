import { agentUrls } from '@sutazai/agent-contract';
import { readConfig, setting } from '@sutazai/service-kit';
import { z } from 'zod';

/** Each `…_PASSWORD`, `…_KEY` and `…_TOKEN` may come from a file (`…_FILE`). What has no address is not part of the installation. */
const shape = {
  BACKEND_HOST: z.string().default('127.0.0.1'),
  BACKEND_PORT: setting.port().default(10200),
  /** The name by which other services reach it; with it and Consul it registers. */
  BACKEND_ADVERTISE: z.string().optional(),
  /** `api` answers requests, `worker` runs the agents' tasks; one process may be both. */
  BACKEND_ROLES: setting
    .list()
    .refine(
      (roles) => roles.length > 0 && roles.every((r) => r === 'api' || r === 'worker'),
      'is a list of api and worker',
    )
    .default(['api', 'worker']),
  /** Signs access tokens; 32 characters or more. */
  BACKEND_JWT_SECRET: z.string().min(32, 'has to be 32 characters or longer'),
  /** Asked for when the first administrator is made, if it is set. */
  BACKEND_SETUP_TOKEN: z.string().min(16).optional(),
  /** How long an agent may work on one task: a frozen one must not hold a worker for ever. */
  BACKEND_TASK_LIMIT_SECONDS: setting.integer(1, 7 * 86_400).default(4 * 3600),
  BACKEND_UPLOAD_LIMIT_MB: setting.integer(1, 1024).default(50),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),

  POSTGRES_HOST: z.string().optional(),
  POSTGRES_PORT: setting.port().default(5432),
  POSTGRES_USER: z.string().default('sutazai'),
  POSTGRES_DATABASE: z.string().default('sutazai'),
  POSTGRES_PASSWORD: z.string().optional(),
  /** Embedded: PGlite keeps its data here in place of a server. */
  PGLITE_DIR: z.string().optional(),

  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'begins with redis://')
    .optional(),
  REDIS_USER: z.string().default('sutazai'),
  REDIS_PASSWORD: z.string().optional(),
  RABBITMQ_HOST: z.string().optional(),
  RABBITMQ_PORT: setting.port().default(5672),
  RABBITMQ_USER: z.string().default('sutazai'),
  RABBITMQ_PASSWORD: z.string().optional(),
  NEO4J_URL: z
    .string()
    .regex(/^(bolt|neo4j)(\+s)?:\/\//, 'begins with bolt:// or neo4j://')
    .optional(),
  NEO4J_USER: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().optional(),
  CHROMA_URL: setting.url().optional(),
  QDRANT_URL: setting.url().optional(),
  QDRANT_API_KEY: z.string().optional(),
  FAISS_URL: setting.url().optional(),
  FAISS_API_KEY: z.string().optional(),
  CONSUL_HTTP_ADDR: setting.url().optional(),
  CONSUL_HTTP_TOKEN: z.string().optional(),
  KONG_ADMIN_URL: setting.url().optional(),
  OLLAMA_URL: setting.url().optional(),
  EMBEDDING_MODEL: z.string().default('all-minilm'),
  CHAT_MODEL: z.string().default('tinyllama'),
  AGENT_URLS: agentUrls.default({}),
};

export type Config = ReturnType<typeof loadConfig>;

/** @throws ConfigError */
export function loadConfig(env: Record<string, string | undefined> = process.env) {
  return readConfig(shape, env);
}
