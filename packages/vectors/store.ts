import { ConnectionFailure, currentRequest } from '@sutazai/service-kit';

export type Metric = 'cosine' | 'dot' | 'euclid';
export type Scalar = string | number | boolean;
export type Payload = Record<string, unknown>;

export interface Point {
  id: string;
  vector: number[];
  payload: Payload;
}

/** Every field must fit: equal to a value, one of several, or within bounds. Fields are those on the payload's first level. */
export type Filter = Record<
  string,
  | Scalar
  | { in: Scalar[] }
  | { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined }
>;

export interface Hit {
  id: string;
  /** Higher is nearer, whatever the store: cosine, dot product, or the negative euclidean distance. */
  score: number;
  payload: Payload;
}

/** One of the vector stores. Collections are known by name; a store keeps what it was given until it is removed. */
export interface VectorStore {
  readonly name: 'chroma' | 'qdrant' | 'faiss';
  create(collection: string, shape: { dimension: number; metric: Metric }): Promise<void>;
  /** A collection that is not there is no failure. */
  drop(collection: string): Promise<void>;
  count(collection: string): Promise<number>;
  /** Those that are there, in no order. */
  get(collection: string, ids: readonly string[]): Promise<{ id: string; payload: Payload }[]>;
  upsert(collection: string, points: readonly Point[]): Promise<void>;
  remove(collection: string, what: { ids: readonly string[] } | { filter: Filter }): Promise<void>;
  query(
    collection: string,
    metric: Metric,
    ask: { vector: number[]; limit: number; filter?: Filter | undefined },
  ): Promise<Hit[]>;
  check(signal: AbortSignal): Promise<string>;
}

/** JSON over HTTP with a limit of time; what a server answers with 5xx counts as not being there. */
export class JsonApi {
  constructor(
    private readonly base: string,
    private readonly headers: Record<string, string> = {},
    private readonly timeout = 30_000,
  ) {}

  async call<T>(
    method: string,
    path: string,
    options: { body?: unknown; signal?: AbortSignal; also?: number[] } = {},
  ): Promise<T | undefined> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.timeout), ...(options.signal ? [options.signal] : [])]);
    const requestId = currentRequest.getStore();
    const response = await fetch(`${this.base}${path}`, {
      method,
      signal,
      headers: {
        ...this.headers,
        ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    if (options.also?.includes(response.status)) return undefined;
    // Full, not away: it says so itself, and goes on reading.
    if (response.status === 507) throw new StoreRefusal(507, text.slice(0, 300));
    if (response.status >= 500) throw new ConnectionFailure(`it answers ${response.status}: ${text.slice(0, 200)}`);
    if (!response.ok) throw new StoreRefusal(response.status, text.slice(0, 300));
    return text === '' ? undefined : (JSON.parse(text) as T);
  }
}

/** The store understood and said no: a fault of ours or of the data, not of the connection. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
  constructor(
    readonly status: number,
    readonly words: string,
  ) {
    super(`the store refuses (${status}): ${words}`);
  }
}
