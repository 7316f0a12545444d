import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { type App, createService, type Dependencies, type Service } from '@sutazai/service-kit';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AgentCard, Capabilities } from '../protocol/index.ts';
import { contractRoutes } from './routes.ts';
import { Runs, type Work } from './runs.ts';

export interface AgentServiceOptions {
  card: AgentCard;
  version: string;
  host: string;
  /** The API's port and the operations port; 0: any free one. */
  port: number;
  operationsPort: number;
  dependencies: Dependencies;
  defaultModel: string;
  work: Work;
  capabilities: () => Promise<Capabilities> | Capabilities;
  /** Routes of the agent's own. */
  routes?: (app: App, runs: Runs) => void;
  registry?: { url: string; token?: string; advertise: string };
  logLevel?: string;
  logStream?: { write(line: string): void };
  dispose?: (() => Promise<void> | void)[];
  /** How long a run goes on while nobody listens, ms. */
  grace?: number;
}

export interface AgentService extends Service {
  /** `http://127.0.0.1:PORT` of `/health` and `/metrics` once started. */
  operationsUrl: string;
}

/** An agent as a service: the contract's routes on its API port, health and metrics on the port beside it, not yet listening. */
export async function createAgentService(options: AgentServiceOptions): Promise<AgentService> {
  const { card } = options;
  let failed: (error: unknown, run: string) => void = () => undefined;
  let runs: Runs | undefined;
  const { registry } = options;
  const service = await createService({
    ...{ name: `agent-${card.id}`, title: `SutazAI agent ${card.title}`, version: options.version },
    ...{ host: options.host, port: options.port, dependencies: options.dependencies },
    ...(options.logLevel ? { logLevel: options.logLevel } : {}),
    ...(options.logStream ? { logStream: options.logStream } : {}),
    ...(registry
      ? {
          registry: {
            consul: { url: registry.url, ...(registry.token ? { token: registry.token } : {}) },
            as: { id: `agent-${card.id}-${hostname()}`, name: `agent-${card.id}`, address: registry.advertise },
          },
        }
      : {}),
    routes(app, metrics) {
      failed = (error, run) => app.log.error({ err: error, run }, 'run failed');
      runs = new Runs({
        ...{ agent: card.id, defaultModel: options.defaultModel, work: options.work, watch: runMetrics(metrics) },
        log: (error, run) => failed(error, run),
        ...(options.grace === undefined ? {} : { grace: options.grace }),
      });
      contractRoutes(app, runs, options.capabilities);
      options.routes?.(app, runs);
    },
    dispose: options.dispose ?? [],
  });
  const operations = operationsServer(service.app);
  const { start, stop } = service;
  const agent: AgentService = Object.assign(service, {
    operationsUrl: '',
    async start() {
      await start();
      await new Promise<void>((resolve, reject) => {
        operations.once('error', reject);
        operations.listen(options.operationsPort, options.host, resolve);
      });
      agent.operationsUrl = `http://127.0.0.1:${(operations.address() as AddressInfo).port}`;
    },
    async stop() {
      // Runs would hold the streams open until the grace of the shutdown is over.
      await runs?.stop();
      await stop();
      operations.close();
      operations.closeAllConnections();
    },
  });
  return agent;
}

/** The same answers as on the API port, where a firewall or a gateway lets only machines in. */
function operationsServer(app: App): Server {
  return createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    if (request.method !== 'GET' || (path !== '/health' && path !== '/metrics')) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(
        '{"error":{"code":"ROUTE_NOT_FOUND","message":"Here are /health and /metrics.","next_step":"Ask the API port for the rest.","details":[]}}',
      );
      return;
    }
    app.inject({ method: 'GET', url: path }).then(
      (answer) => {
        response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) });
        response.end(answer.payload);
      },
      () => response.destroy(),
    );
  });
}

function runMetrics(registry: Registry) {
  const registers = [registry];
  const ended = new Counter({
    name: 'agent_run_outcomes_total',
    help: 'Runs that ended, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const active = new Gauge({ name: 'agent_run_active', help: 'Runs going on', registers });
  const duration = new Histogram({
    ...{ name: 'agent_run_seconds', help: 'Time of a run', registers },
    buckets: [0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  });
  return {
    begun: () => active.inc(),
    ended(outcome: 'done' | 'failed' | 'cancelled', seconds: number) {
      active.dec();
      ended.inc({ outcome });
      duration.observe(seconds);
    },
  };
}
