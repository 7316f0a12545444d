import { type Dependencies, notFound, Problem } from '@sutazai/service-kit';
import {
  type Filter,
  type Hit,
  type Metric,
  type Payload,
  type Point,
  StoreRefusal,
  type VectorStore,
} from '@sutazai/vectors';
import type { Database } from '../db/database.ts';
import type { Models } from '../models/models.ts';

export interface Collection {
  name: string;
  store: VectorStore['name'];
  dimension: number;
  metric: Metric;
  /** The model that turns texts into its vectors; null where callers bring vectors only. */
  embedding_model: string | null;
}

export interface PointInput {
  id: string;
  vector?: number[] | undefined;
  text?: string | undefined;
  payload: Payload;
}

/** Collections of all stores under one roof: the database knows which store holds which. */
export class Collections {
  readonly #stores: ReadonlyMap<string, VectorStore>;
  /** What the database said last: a store that is up is not out of reach because the database is away. */
  readonly #known = new Map<string, Collection>();

  constructor(
    private readonly db: Database,
    stores: readonly VectorStore[],
    private readonly models: Models,
    private readonly dependencies: Dependencies,
  ) {
    this.#stores = new Map(stores.map((s) => [s.name, s]));
  }

  get stores(): string[] {
    return [...this.#stores.keys()];
  }

  list(): Promise<Collection[]> {
    return this.#query<Collection>(
      'SELECT name, store, dimension, metric, embedding_model FROM collections ORDER BY name',
    );
  }

  /** @throws Problem 404 with the names that are there */
  async get(name: string): Promise<Collection> {
    const rows = await this.#query<Collection>(
      'SELECT name, store, dimension, metric, embedding_model FROM collections WHERE name = $1',
      [name],
    ).catch((error: unknown) => {
      const known = this.#known.get(name);
      if (known && error instanceof Problem && error.status === 503) return [known];
      throw error;
    });
    if (rows[0]) this.#known.set(name, rows[0]);
    else this.#known.delete(name);
    if (!rows[0])
      throw notFound(
        'collection',
        name,
        (await this.list()).map((c) => c.name),
        'COLLECTION_UNKNOWN',
      );
    return rows[0];
  }

  /**
   * Makes a collection; making it again the same way changes nothing.
   * @throws Problem 409 it is there in another form, 400 no dimension and no model, 503
   */
  async create(
    name: string,
    wanted: {
      store?: string | undefined;
      dimension?: number | undefined;
      metric: Metric;
      embedding_model?: string | undefined;
    },
  ): Promise<Collection> {
    const before = (await this.list()).find((c) => c.name === name);
    const store = this.#store(wanted.store ?? before?.store ?? this.stores[0] ?? 'qdrant');
    const dimension = wanted.dimension ?? before?.dimension ?? (await this.models.dimensionOf(wanted.embedding_model));
    const made: Collection = {
      name,
      store: store.name,
      dimension,
      metric: wanted.metric,
      embedding_model: wanted.embedding_model ?? before?.embedding_model ?? null,
    };
    if (before) {
      const different = (['store', 'dimension', 'metric', 'embedding_model'] as const).filter(
        (k) => before[k] !== made[k],
      );
      if (different.length > 0) {
        throw new Problem(
          409,
          'COLLECTION_EXISTS',
          `“${name}” is there with another ${different.join(', ')}.`,
          'Choose another name, or delete it first.',
          {
            details: different.map((k) => ({ path: `body.${k}`, message: `is ${before[k]}` })),
          },
        );
      }
    }
    await this.#ask(store, () => store.create(name, made));
    await this.#query(
      'INSERT INTO collections (name, store, dimension, metric, embedding_model) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING',
      [...[name, made.store, dimension, made.metric, made.embedding_model]],
    );
    return made;
  }

  async drop(name: string): Promise<void> {
    const collection = await this.get(name);
    const store = this.#store(collection.store);
    await this.#ask(store, () => store.drop(name));
    await this.#query('DELETE FROM collections WHERE name = $1', [name]);
    this.#known.delete(name);
  }

  async count(collection: Collection): Promise<number> {
    const store = this.#store(collection.store);
    return this.#ask(store, () => store.count(collection.name));
  }

  /** Texts become vectors first. @throws Problem 400 with the point's place */
  async upsert(collection: Collection, points: readonly PointInput[]): Promise<void> {
    const texts = points.flatMap((p) => (p.vector || p.text === undefined ? [] : [p.text]));
    const made = texts.length > 0 ? await this.models.embed(this.#model(collection), texts) : [];
    let next = 0;
    const ready: Point[] = points.map((p, i) => {
      const vector = p.vector ?? made[next++] ?? [];
      this.#fits(collection, vector, `body.points.${i}.vector`);
      return { id: p.id, vector, payload: p.payload };
    });
    const store = this.#store(collection.store);
    await this.#ask(store, () => store.upsert(collection.name, ready));
  }

  async remove(collection: Collection, what: { ids: readonly string[] } | { filter: Filter }): Promise<void> {
    const store = this.#store(collection.store);
    await this.#ask(store, () => store.remove(collection.name, what));
  }

  async query(
    collection: Collection,
    ask: { vector?: number[] | undefined; text?: string | undefined; limit: number; filter?: Filter | undefined },
  ): Promise<Hit[]> {
    const vector = ask.vector ?? (await this.models.embed(this.#model(collection), [ask.text ?? '']))[0] ?? [];
    this.#fits(collection, vector, 'body.vector');
    const store = this.#store(collection.store);
    return this.#ask(store, () =>
      store.query(collection.name, collection.metric, { vector, limit: ask.limit, filter: ask.filter }),
    );
  }

  #model(collection: Collection): string {
    if (collection.embedding_model) return collection.embedding_model;
    throw new Problem(
      400,
      'NO_EMBEDDING_MODEL',
      `“${collection.name}” has no embedding model.`,
      'Send vectors, or make a collection with embedding_model.',
    );
  }

  #fits(collection: Collection, vector: number[], path: string): void {
    if (vector.length === collection.dimension) return;
    throw new Problem(
      400,
      'DIMENSION',
      `The vector has ${vector.length} numbers, “${collection.name}” takes ${collection.dimension}.`,
      'Use the model that the collection was made for.',
      {
        details: [{ path, message: `has ${vector.length} numbers, not ${collection.dimension}` }],
      },
    );
  }

  #store(name: string): VectorStore {
    const store = this.#stores.get(name);
    if (!store)
      throw new Problem(
        400,
        'STORE_UNKNOWN',
        `The store “${name}” is not part of this installation.`,
        `Use one of these: ${this.stores.join(', ') || 'none is there'}.`,
      );
    return store;
  }

  async #ask<T>(store: VectorStore, work: () => Promise<T>): Promise<T> {
    try {
      return await this.dependencies.use(store.name, work);
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      if (error.status === 507) {
        const next = 'Make room on its disk, then ask again; what is in it can still be searched.';
        throw new Problem(507, 'STORE_FULL', `${store.name} has no room left: nothing was written.`, next, {
          cause: error,
        });
      }
      const gone = error.status === 404;
      throw new Problem(
        gone ? 409 : 400,
        gone ? 'COLLECTION_LOST' : 'STORE_REFUSED',
        `${store.name} refuses: ${error.words}`,
        gone
          ? 'The store does not have this collection any more: delete it here and make it again.'
          : 'Correct the request.',
        { cause: error },
      );
    }
  }

  #query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.dependencies.use('postgres', () => this.db.query<T>(sql, params));
  }
}
