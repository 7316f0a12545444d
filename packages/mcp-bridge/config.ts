import { agentUrls } from '@sutazai/agent-contract';
import { readConfig, setting } from '@sutazai/service-kit';
import { z } from 'zod';

const shape = {
  BRIDGE_HOST: z.string().default('127.0.0.1'),
  BRIDGE_PORT: setting.port().default(11100),
  /** The name by which other services reach it; with it and Consul it registers. */
  BRIDGE_ADVERTISE: z.string().optional(),
  /** Asked for as `Authorization: Bearer …` by everything but health and metrics, if it is set. */
  BRIDGE_TOKEN: z.string().min(16).optional(),
  /** Host names by which a caller may name this service; others are refused (DNS rebinding). */
  BRIDGE_ALLOWED_HOSTS: setting.list().default(['localhost', '127.0.0.1', '[::1]', 'mcp-bridge']),
  CONSUL_HTTP_ADDR: setting.url().optional(),
  CONSUL_HTTP_TOKEN: z.string().optional(),
  AGENT_URLS: agentUrls.default({}),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

export type Config = ReturnType<typeof loadConfig>;

/** @throws ConfigError */
export function loadConfig(env: Record<string, string | undefined> = process.env) {
  return readConfig(shape, env);
}
