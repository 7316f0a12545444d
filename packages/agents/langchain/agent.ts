import { agentCards } from '@sutazai/agent-contract';
import { type AgentService, createAgentService } from '@sutazai/agent-contract/server';
import { Dependencies } from '@sutazai/service-kit';
import type { Config } from './config.ts';
import { Library } from './documents/library.ts';
import { openStore } from './documents/open-store.ts';
import { ModelServer } from './model/model-server.ts';
import { documentRoutes } from './routes.ts';
import { version } from './version.ts';
import { langchainWork } from './work.ts';

export interface AgentOptions {
  logStream?: { write(line: string): void };
  grace?: number;
}

/** Everything put together and not yet listening. */
export function createLangchain(config: Config, options: AgentOptions = {}): Promise<AgentService> {
  // LangChain would send every run to its makers' service, if the environment happened to say so.
  process.env.LANGSMITH_TRACING = 'false';
  process.env.LANGCHAIN_TRACING_V2 = 'false';
  const card = agentCards.find((c) => c.id === 'langchain');
  if (!card) throw new Error('LangChain is not among the agents');
  const server = new ModelServer(config.OLLAMA_URL, config.LANGCHAIN_CONTEXT);
  const store = openStore(config);
  const dependencies = new Dependencies();
  dependencies.add('ollama', { feature: 'Answers', check: (signal) => server.check(signal) });
  dependencies.add(store.name, { feature: 'Answers from documents', check: (signal) => store.check(signal) });
  const library = new Library(store, server, config.EMBEDDING_MODEL, dependencies);
  const { CONSUL_HTTP_ADDR: url, CONSUL_HTTP_TOKEN: token, LANGCHAIN_ADVERTISE: advertise } = config;
  return createAgentService({
    ...{ card, version, host: config.LANGCHAIN_HOST, port: config.LANGCHAIN_PORT, dependencies },
    operationsPort: config.LANGCHAIN_OPERATIONS_PORT,
    defaultModel: config.CHAT_MODEL,
    work: langchainWork(server, library),
    capabilities: () => ({ agent: card.id, version, needs: [], min_context: 512, streams: 'token', documents: true }),
    routes: (app, runs) => documentRoutes(app, runs, library),
    logLevel: config.LOG_LEVEL,
    ...(url && advertise ? { registry: { url, advertise, ...(token ? { token } : {}) } } : {}),
    ...options,
  });
}
