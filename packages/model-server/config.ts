import { readConfig, setting } from '@sutazai/service-kit';
import { z } from 'zod';

const shape = {
  MODEL_SERVER_HOST: z.string().default('127.0.0.1'),
  MODEL_SERVER_PORT: setting.port().default(11434),
  /** Folder of `NAME.gguf`, or `NAME--TAG.gguf` for a tag that is not `latest`. */
  MODEL_SERVER_MODELS: z.string().min(1),
  /** Tokens of window where a request asks for none; never more than the model was trained for. */
  MODEL_SERVER_CONTEXT: setting.integer(128, 1_048_576).default(4096),
  /** How long a model stays loaded after its last request, in Ollama's words: `5m`, `0`, `-1`. */
  MODEL_SERVER_KEEP_ALIVE: z.string().default('5m'),
  /** Requests that may wait for a model; more are refused with 503. */
  MODEL_SERVER_QUEUE: setting.integer(1, 10_000).default(512),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

export type Config = ReturnType<typeof loadConfig>;

/** @throws ConfigError */
export function loadConfig(env: Record<string, string | undefined> = process.env) {
  return readConfig(shape, env);
}
