import type { Dependencies } from '@sutazai/service-kit';
import type { VectorStore } from '@sutazai/vectors';
import type { Cache } from './cache/cache.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import type { Graph } from './graph/graph.ts';
import type { Models } from './models/models.ts';
import type { TaskQueue } from './queue/queue.ts';

export interface Parts {
  db: Database;
  cache: Cache;
  queue: TaskQueue;
  graph: Graph;
  models: Models;
  stores: readonly VectorStore[];
}

/** The nine connections. What has no address in the settings is told as `off`. */
export function describeDependencies(dependencies: Dependencies, config: Config, parts: Parts): void {
  const { db, cache, queue, graph, models, stores } = parts;
  dependencies.add('postgres', {
    feature: 'Accounts, tasks, documents and conversations',
    check: (signal) => db.check(signal),
  });
  dependencies.add('redis', { feature: 'The shared cache', check: (signal) => cache.check(signal) });
  dependencies.add('rabbitmq', { feature: 'Running agents', check: (signal) => queue.check(signal) });
  dependencies.add('neo4j', config.NEO4J_URL ? { feature: 'The graph', check: () => graph.check() } : undefined);
  for (const name of ['chroma', 'qdrant', 'faiss'] as const) {
    const store = stores.find((s) => s.name === name);
    dependencies.add(name, store && { feature: `Collections in ${name}`, check: (signal) => store.check(signal) });
  }
  const { CONSUL_HTTP_ADDR: consul, KONG_ADMIN_URL: kong } = config;
  dependencies.add(
    'consul',
    consul === undefined ? undefined : { feature: 'Finding agents', check: (signal) => registry(consul, kong, signal) },
  );
  dependencies.add(
    'ollama',
    config.OLLAMA_URL ? { feature: 'Answers and embeddings', check: (signal) => models.check(signal) } : undefined,
  );
}

/** The registry, and with it the gateway that leads to what is registered. */
async function registry(consul: string, kong: string | undefined, signal: AbortSignal): Promise<string> {
  const leader = await fetch(`${consul}/v1/status/leader`, { signal });
  const address = leader.ok ? ((await leader.json()) as string) : '';
  if (!address) throw new Error('the registry has no leader');
  if (!kong) return `leader ${address}`;
  const gateway = await fetch(`${kong}/status`, { signal }).catch((error: unknown) => {
    throw new Error('the gateway (Kong) does not answer', { cause: error });
  });
  await gateway.arrayBuffer();
  if (!gateway.ok) throw new Error(`the gateway (Kong) answers ${gateway.status}`);
  return `leader ${address}, gateway reached`;
}
