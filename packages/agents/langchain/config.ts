import { readConfig, setting } from '@sutazai/service-kit';
import { z } from 'zod';

const shape = {
  LANGCHAIN_HOST: z.string().default('127.0.0.1'),
  LANGCHAIN_PORT: setting.port().default(11405),
  LANGCHAIN_OPERATIONS_PORT: setting.port().default(11406),
  /** The name by which other services reach it; with it and Consul it registers. */
  LANGCHAIN_ADVERTISE: z.string().optional(),
  /** Tokens of context window that a run asks of the model server: the same as its own default, so that it loads nothing anew. */
  LANGCHAIN_CONTEXT: setting.integer(256, 1_048_576).default(4096),
  OLLAMA_URL: setting.url().default('http://127.0.0.1:11434'),
  CHAT_MODEL: z.string().min(1).default('tinyllama'),
  EMBEDDING_MODEL: z.string().min(1).default('all-minilm'),
  /** Where passages and their vectors are; not set: the first store that has an address, else memory, gone with the process. */
  LANGCHAIN_VECTORS: z.enum(['qdrant', 'chroma', 'faiss', 'memory']).optional(),
  QDRANT_URL: setting.url().optional(),
  QDRANT_API_KEY: z.string().optional(),
  CHROMA_URL: setting.url().optional(),
  FAISS_URL: setting.url().optional(),
  FAISS_API_KEY: z.string().optional(),
  CONSUL_HTTP_ADDR: setting.url().optional(),
  CONSUL_HTTP_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

export type Config = ReturnType<typeof loadConfig>;

/** @throws ConfigError */
export function loadConfig(env: Record<string, string | undefined> = process.env) {
  return readConfig(shape, env);
}
