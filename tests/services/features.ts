// Every feature of the platform services as one request, and which of them need which server.
import { expect } from 'vitest';
import { type Feature, Load } from './load.ts';
import type { PlatformStack } from './platform-stack.ts';

/** Which features may answer 503 while the server is away. None: the services do without it. */
export const needs: Record<string, string[]> = {
  postgres: ['documents', 'tasks'],
  redis: [],
  rabbitmq: ['tasks'],
  chroma: ['vectors in chroma'],
  qdrant: ['vectors in qdrant'],
  faiss: ['vectors in faiss'],
  consul: [],
  kong: [],
  neo4j: ['graph'],
  ollama: ['models'],
};

/** All features under load: two clients each. */
export class FeaturesInUse {
  readonly #names: string[];
  readonly #load: Load;
  readonly #requests: ReadonlyMap<string, [string, string, unknown?]>;
  /** Statuses by feature since the last `clear`: `2xx` for every success, else the status itself; 0 where there was none. */
  readonly #seen: Map<string, Set<string>>;

  private constructor(
    private readonly platform: PlatformStack,
    requests: Map<string, [string, string, unknown?]>,
  ) {
    this.#requests = requests;
    const features = [...requests].map(
      ([name, [method, path, body]]): Feature => ({
        name,
        ask: async () => (await platform.backend.call(method, path, body)).status,
      }),
    );
    const bridge = async () => {
      const answer = await platform.bridge('load');
      await answer.arrayBuffer();
      return answer.status;
    };
    features.push({ name: 'the bridge', ask: bridge });
    this.#names = features.map((f) => f.name);
    this.#seen = new Map(this.#names.map((name) => [name, new Set<string>()]));
    this.#load = new Load(features, 2);
  }

  static async start(platform: PlatformStack, servers: readonly string[]): Promise<FeaturesInUse> {
    const { backend } = platform;
    const requests = new Map<string, [string, string, unknown?]>([
      ['health', ['GET', '/health']],
      ['detailed health', ['GET', '/health/detailed']],
      ['agents', ['GET', '/api/v1/agents']],
      ['documents', ['GET', '/api/v1/documents']],
      ['tasks', ['POST', '/api/v1/agents/langchain/run', { prompt: 'load' }]],
    ]);
    if (servers.includes('neo4j')) requests.set('graph', ['GET', '/api/v1/graph']);
    if (servers.includes('ollama')) requests.set('models', ['GET', '/api/v1/models']);
    for (const store of ['chroma', 'qdrant', 'faiss']) {
      const collection = `/api/v1/vectors/collections/load-${store}`;
      const made = await backend.call('PUT', collection, { store, dimension: 3 });
      expect({ store, status: made.status, body: made.body }).toMatchObject({ status: 200 });
      const points = [1, 2, 3].map((i) => ({ id: String(i), vector: [i, 1, 0], payload: { i } }));
      expect((await backend.call('POST', `${collection}/points`, { points })).status).toBe(200);
      requests.set(`vectors in ${store}`, ['POST', `${collection}/query`, { vector: [1, 1, 0], limit: 2 }]);
    }
    return new FeaturesInUse(platform, requests);
  }

  stop(): Promise<void> {
    return this.#load.stop();
  }

  /** Features that answered anything but success since the last look, or nothing at all. */
  notWell(): string[] {
    this.clear();
    return this.#last.filter(({ seen }) => seen.length === 0 || seen.some((s) => s !== '2xx')).map((f) => f.name);
  }
  #last: { name: string; seen: string[] }[] = [];

  /** Statuses that are neither a success nor a 503. */
  neither(): string[] {
    this.#look();
    return [...this.#seen].flatMap(([name, seen]) =>
      [...seen].filter((s) => s !== '2xx' && s !== '503').map((s) => `${name}: ${s}`),
    );
  }

  /** Those that are not as they should be without these features; `also` are statuses that are good for all of them. */
  wrong(without: readonly string[], ...also: string[]): { name: string; seen: string[] }[] {
    this.#look();
    const good = (name: string) => (without.includes(name) ? '503' : '2xx');
    return [...this.#seen]
      .map(([name, seen]) => ({ name, seen: [...seen] }))
      .filter((f) => !f.seen.includes(good(f.name)) || f.seen.some((s) => s !== good(f.name) && !also.includes(s)));
  }

  clear(): void {
    this.#look();
    this.#last = [...this.#seen].map(([name, seen]) => ({ name, seen: [...seen] }));
    for (const seen of this.#seen.values()) seen.clear();
  }

  async refusalOf(name: string): Promise<{ error: { code: string; next_step: string } }> {
    const [method, path, body] = this.#requests.get(name) ?? ['GET', '/'];
    return (await this.platform.backend.call(method, path, body)).body;
  }

  #look(): void {
    const counts = this.#load.take();
    for (const name of this.#names)
      for (const status of Object.keys(counts[name] ?? {}))
        this.#seen.get(name)?.add(status.startsWith('2') ? '2xx' : status);
  }
}
