import { ConnectionFailure, type Dependencies, notFound } from '@sutazai/service-kit';
import neo4j, { type Driver } from 'neo4j-driver';
import type { Database } from '../db/database.ts';

/** What is known about who answered what and what cites what. */
export type GraphFact =
  | {
      type: 'message';
      session: string;
      message: string;
      role: 'user' | 'assistant';
      at: string;
      answers?: string;
      agent?: string;
      model?: string;
      cites: string[];
    }
  | { type: 'document'; document: string; name: string; collection: string }
  | { type: 'task'; task: string; agent: string; at: string };

export interface GraphView {
  nodes: { id: string; kind: string; label: string }[];
  edges: { from: string; to: string; kind: string }[];
}

const cypher: Record<GraphFact['type'], string> = {
  message: `
MERGE (s:Session {id: $session}) MERGE (m:Message {id: $message}) SET m.role = $role, m.at = $at MERGE (s)-[:HAS]->(m)
FOREACH (q IN CASE WHEN $answers IS NULL THEN [] ELSE [$answers] END | MERGE (b:Message {id: q}) MERGE (m)-[:ANSWERS]->(b))
FOREACH (a IN CASE WHEN $agent IS NULL THEN [] ELSE [$agent] END | MERGE (g:Agent {id: a}) MERGE (m)-[:WRITTEN_BY]->(g))
FOREACH (a IN CASE WHEN $model IS NULL THEN [] ELSE [$model] END | MERGE (g:Model {id: a}) MERGE (m)-[:WRITTEN_WITH]->(g))
FOREACH (d IN $cites | MERGE (c:Document {id: d}) MERGE (m)-[:CITES]->(c))`,
  document: 'MERGE (d:Document {id: $document}) SET d.name = $name, d.collection = $collection',
  task: 'MERGE (t:Task {id: $task}) SET t.at = $at MERGE (a:Agent {id: $agent}) MERGE (t)-[:RUN_BY]->(a)',
};

/**
 * The graph in Neo4j. Facts go into an outbox of the database first and from there into the graph, in their order: a graph
 * that is away delays them and disturbs nobody.
 */
export class Graph {
  readonly #driver: Driver | undefined;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #again = false;

  constructor(
    options: { url: string; user: string; password: string } | undefined,
    private readonly db: Database,
    private readonly dependencies: Dependencies,
    private readonly retry = 5_000,
  ) {
    if (!options) return;
    this.#driver = neo4j.driver(options.url, neo4j.auth.basic(options.user, options.password), {
      ...{
        connectionTimeout: 3_000,
        maxTransactionRetryTime: 2_000,
        connectionAcquisitionTimeout: 5_000,
        disableLosslessIntegers: true,
      },
      userAgent: 'sutazai-backend',
    });
  }

  /** Keeps the fact; never rejects for the graph's sake. Without a graph there is nothing to keep. */
  async record(fact: GraphFact): Promise<void> {
    if (!this.#driver) return;
    await this.db.query('INSERT INTO graph_outbox (fact) VALUES ($1)', [JSON.stringify(fact)]);
    this.flush();
  }

  /** Sends what waits; tries again while something does. */
  flush(): void {
    if (!this.#driver || this.#closed) return;
    this.#again = true;
    if (this.#flushing) return;
    this.#flushing = this.#drain()
      .catch(() => {
        clearTimeout(this.#timer);
        if (!this.#closed) this.#timer = setTimeout(() => this.flush(), this.retry).unref();
      })
      .finally(() => {
        this.#flushing = undefined;
      });
  }

  async #drain(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      for (;;) {
        const rows = await this.db.query<{ id: string; fact: GraphFact }>(
          'SELECT id, fact FROM graph_outbox ORDER BY id LIMIT 100',
        );
        if (rows.length === 0) break;
        await this.#write(rows.map((r) => r.fact));
        await this.db.query('DELETE FROM graph_outbox WHERE id <= $1', [rows.at(-1)?.id]);
      }
    }
  }

  #write(facts: readonly GraphFact[]): Promise<void> {
    return this.#with(async (driver) => {
      const session = driver.session();
      try {
        await session.executeWrite(async (t) => {
          for (const fact of facts)
            await t.run(cypher[fact.type], { answers: null, agent: null, model: null, cites: [], ...fact });
        });
      } finally {
        await session.close();
      }
    });
  }

  /** A conversation: its messages, who wrote them, what they cite. @throws Problem 404, 503 */
  session(id: string): Promise<GraphView> {
    return this.#view(
      'session',
      id,
      `MATCH (s:Session {id: $id}) OPTIONAL MATCH (s)-[h:HAS]->(m:Message) OPTIONAL MATCH (m)-[r:ANSWERS|WRITTEN_BY|WRITTEN_WITH|CITES]->(o)
       RETURN s, h, m, r, o LIMIT 2000`,
    );
  }

  /** Everything that cites a document. @throws Problem 404, 503 */
  document(id: string): Promise<GraphView> {
    return this.#view(
      'document',
      id,
      'MATCH (s:Document {id: $id}) OPTIONAL MATCH (m:Message)-[r:CITES]->(s) RETURN s, m, r LIMIT 2000',
    );
  }

  async overview(): Promise<{ nodes: Record<string, number>; edges: Record<string, number> }> {
    const count = async (query: string) =>
      Object.fromEntries((await this.#rows(query, {})).map((r) => [String(r.get('k')), Number(r.get('n'))]));
    return {
      nodes: await count('MATCH (n) UNWIND labels(n) AS k RETURN k, count(*) AS n ORDER BY k'),
      edges: await count('MATCH ()-[r]->() RETURN type(r) AS k, count(*) AS n ORDER BY k'),
    };
  }

  async check(): Promise<string> {
    const info = await this.#driver?.getServerInfo();
    return info?.agent?.replace('/', ' ') ?? '';
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#driver?.close();
  }

  async #view(what: string, id: string, query: string): Promise<GraphView> {
    const rows = await this.#rows(query, { id });
    if (rows.length === 0) throw notFound(what, id, []);
    const nodes = new Map<string, GraphView['nodes'][number]>();
    const names = new Map<string, string>();
    const edges = new Map<string, GraphView['edges'][number]>();
    const values = rows.flatMap((r) => r.keys.map((k) => r.get(k) as unknown));
    for (const value of values.filter(neo4j.isNode)) {
      const properties = value.properties as Record<string, unknown>;
      const kind = value.labels[0] ?? '';
      names.set(value.elementId, `${kind}:${String(properties.id)}`);
      nodes.set(value.elementId, {
        id: `${kind}:${String(properties.id)}`,
        kind,
        label: String(properties.name ?? properties.role ?? properties.id),
      });
    }
    for (const value of values.filter(neo4j.isRelationship)) {
      const [from, to] = [names.get(value.startNodeElementId), names.get(value.endNodeElementId)];
      if (from && to) edges.set(value.elementId, { from, to, kind: value.type });
    }
    return { nodes: [...nodes.values()], edges: [...edges.values()] };
  }

  #rows(query: string, parameters: Record<string, unknown>) {
    return this.#with(async (driver) => (await driver.executeQuery(query, parameters, { routing: 'READ' })).records);
  }

  #with<T>(work: (driver: Driver) => Promise<T>): Promise<T> {
    const driver = this.#driver;
    // Where the dependency is off, `use` says so before the work begins.
    return this.dependencies.use('neo4j', () =>
      driver ? work(driver).catch(away) : Promise.reject(new Error('no graph')),
    );
  }
}

/**
 * What a server says while it stops or is not ready yet: that its database is not available, that it ended the transaction.
 * The queries are ours and always the same, so that none of these can be a fault of the caller's.
 */
function away(error: unknown): never {
  const code = (error as { code?: unknown }).code;
  const its =
    typeof code === 'string' && /^Neo\.(TransientError|DatabaseError|ClientError\.(Transaction|Database))\./.test(code);
  if (its && error instanceof Error) throw new ConnectionFailure(`${code}: ${error.message}`, { cause: error });
  throw error;
}
