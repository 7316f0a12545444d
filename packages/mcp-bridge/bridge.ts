import { timingSafeEqual } from 'node:crypto';
import { hostname } from 'node:os';
import { AgentDirectory } from '@sutazai/agent-contract';
import { carryRequestId, createService, Dependencies, Problem, type Service } from '@sutazai/service-kit';
import type { FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { AgentService, type RunWatch } from './agent-service.ts';
import type { Config } from './config.ts';
import { mcpRoute } from './mcp-route.ts';
import { agentRoutes } from './routes.ts';
import { version } from './version.ts';

export interface BridgeOptions {
  logStream?: { write(line: string): void };
}

/** Everything put together and not yet listening. */
export async function createBridge(config: Config, options: BridgeOptions = {}): Promise<Service> {
  let warn: (message: string) => void = () => undefined;
  const consul = config.CONSUL_HTTP_ADDR
    ? { url: config.CONSUL_HTTP_ADDR, ...(config.CONSUL_HTTP_TOKEN ? { token: config.CONSUL_HTTP_TOKEN } : {}) }
    : undefined;
  const directory = new AgentDirectory({
    fixed: config.AGENT_URLS,
    log: (m) => warn(m),
    ...(consul ? { consul } : {}),
  });
  const dependencies = new Dependencies();
  dependencies.add('consul', consul && { feature: 'Finding agents', check: (signal) => leaderOf(consul.url, signal) });

  const service = await createService({
    ...{ name: 'mcp-bridge', title: 'SutazAI MCP bridge', version, host: config.BRIDGE_HOST, port: config.BRIDGE_PORT },
    ...{ dependencies, logLevel: config.LOG_LEVEL },
    ...(options.logStream ? { logStream: options.logStream } : {}),
    ...(config.BRIDGE_TOKEN ? { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } } : {}),
    ...(consul && config.BRIDGE_ADVERTISE
      ? {
          registry: {
            consul,
            as: { id: `mcp-bridge-${hostname()}`, name: 'mcp-bridge', address: config.BRIDGE_ADVERTISE },
          },
        }
      : {}),
    routes(app, metrics) {
      warn = (message) => app.log.warn(message);
      app.addHook('onRequest', async (request, reply) => {
        // Health and metrics are asked by address, by machines that have no token.
        if (request.routeOptions.url === '/health' || request.routeOptions.url === '/metrics') return;
        refuseForeignPages(request, config.BRIDGE_ALLOWED_HOSTS);
        if (config.BRIDGE_TOKEN !== undefined && !isToken(request.headers.authorization, config.BRIDGE_TOKEN)) {
          reply.header('www-authenticate', 'Bearer realm="sutazai"');
          throw new Problem(401, 'TOKEN', 'The token is missing or wrong.', 'Send `Authorization: Bearer …`.');
        }
      });
      carryRequestId(app);
      const agents = new AgentService(directory, runMetrics(metrics));
      agentRoutes(app, agents);
      mcpRoute(app, agents, version);
    },
    dispose: [() => directory.stop()],
  });
  const start = service.start.bind(service);
  service.start = async () => {
    await start();
    directory.start();
  };
  return service;
}

/** A page of another site may make a browser ask here (DNS rebinding, forged requests): told by Host and Origin. */
function refuseForeignPages(request: FastifyRequest, allowed: readonly string[]): void {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const from = origin === undefined || origin === 'null' ? origin : hostOf(origin);
  if (allowed.includes(name) && (from === undefined || allowed.includes(from))) return;
  throw new Problem(
    403,
    'FOREIGN',
    'This host or origin is not allowed here.',
    'Use http://127.0.0.1, or add the name to BRIDGE_ALLOWED_HOSTS.',
  );
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).hostname.toLowerCase();
  } catch {
    return '';
  }
}

function isToken(header: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function leaderOf(consul: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${consul}/v1/status/leader`, { signal });
  const leader = response.ok ? ((await response.json()) as string) : '';
  if (!leader) throw new Error('the registry has no leader');
  return `leader ${leader}`;
}

function runMetrics(registry: Registry): RunWatch {
  const registers = [registry];
  const ended = new Counter({
    name: 'agent_runs_total',
    help: 'Runs that ended, by agent and outcome',
    labelNames: ['agent', 'outcome'],
    registers,
  });
  const active = new Gauge({
    name: 'agent_runs_active',
    help: 'Runs going on, by agent',
    labelNames: ['agent'],
    registers,
  });
  const duration = new Histogram({
    ...{ name: 'agent_run_duration_seconds', help: 'Time of a run', labelNames: ['agent'], registers },
    buckets: [0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  });
  return {
    begun: (agent) => active.inc({ agent }),
    ended(agent, outcome, seconds) {
      active.dec({ agent });
      ended.inc({ agent, outcome });
      duration.observe({ agent }, seconds);
    },
  };
}
