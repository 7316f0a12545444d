import { type Filter, JsonApi, type Payload, StoreRefusal, type VectorStore } from './store.ts';

const spaces = { cosine: 'cosine', dot: 'ip', euclid: 'l2' } as const;
const root = '/api/v2/tenants/default_tenant/databases/default_database/collections';

/** Chroma's names have at least three characters and end with a letter or digit. */
const named = (collection: string) => `sutazai-${collection}-v`;

/**
 * Chroma 1.x over its v2 API. Metadata holds scalars only: the payload's scalars go there for filters, the whole payload as
 * text beside them. Distances: cosine and inner product are one minus the similarity, l2 is squared.
 */
export function openChroma(url: string): VectorStore {
  const api = new JsonApi(url);
  const ids = new Map<string, string>();

  async function idOf(collection: string): Promise<string> {
    const known = ids.get(collection);
    if (known) return known;
    const found = await api.call<{ id: string }>('GET', `${root}/${named(collection)}`);
    ids.set(collection, found?.id ?? '');
    return found?.id ?? '';
  }
  /** A collection that was made anew behind our back has another id: asked for once more. */
  async function on<T>(collection: string, method: string, path: string, body?: unknown): Promise<T | undefined> {
    try {
      return await api.call<T>(method, `${root}/${await idOf(collection)}${path}`, { body });
    } catch (error) {
      if (!(error instanceof StoreRefusal) || error.status !== 404) throw error;
      ids.delete(collection);
      return api.call<T>(method, `${root}/${await idOf(collection)}${path}`, { body });
    }
  }

  return {
    name: 'chroma',
    async create(collection, { metric }) {
      const configuration = { hnsw: { space: spaces[metric] } };
      const made = await api.call<{ id: string }>('POST', root, {
        body: { name: named(collection), configuration, get_or_create: true },
      });
      ids.set(collection, made?.id ?? '');
    },
    async drop(collection) {
      ids.delete(collection);
      await api.call('DELETE', `${root}/${named(collection)}`, { also: [404] });
    },
    count: async (collection) => (await on<number>(collection, 'GET', '/count')) ?? 0,
    async get(collection, ids) {
      const found = await on<{ ids: string[]; metadatas: Metadata[] }>(collection, 'POST', '/get', {
        ...{ ids, include: ['metadatas'] },
      });
      return (found?.ids ?? []).map((id, i) => ({ id, payload: payloadOf(found?.metadatas[i]) }));
    },
    async upsert(collection, points) {
      await on(collection, 'POST', '/upsert', {
        ids: points.map((p) => p.id),
        embeddings: points.map((p) => p.vector),
        metadatas: points.map((p) => ({ ...scalars(p.payload), [whole]: JSON.stringify(p.payload) })),
      });
    },
    async remove(collection, what) {
      await on(collection, 'POST', '/delete', 'ids' in what ? { ids: what.ids } : { where: where(what.filter) });
    },
    async query(collection, metric, { vector, limit, filter }) {
      const found = await on<{ ids: string[][]; distances: number[][]; metadatas: Metadata[][] }>(
        collection,
        'POST',
        '/query',
        {
          query_embeddings: [vector],
          n_results: limit,
          include: ['metadatas', 'distances'],
          ...(filter && Object.keys(filter).length > 0 ? { where: where(filter) } : {}),
        },
      );
      return (found?.ids[0] ?? []).map((id, i) => {
        const distance = found?.distances[0]?.[i] ?? 0;
        const score = metric === 'euclid' ? -Math.sqrt(Math.max(0, distance)) : 1 - distance;
        return { id, score, payload: payloadOf(found?.metadatas[0]?.[i]) };
      });
    },
    async check(signal) {
      const version = await api.call<string>('GET', '/api/v2/version', { signal });
      return `Chroma ${version ?? ''}`;
    },
  };
}

const whole = '_payload';
type Metadata = Record<string, unknown> | null;

const payloadOf = (metadata: Metadata | undefined) => JSON.parse(String(metadata?.[whole] ?? '{}')) as Payload;

function scalars(payload: Payload): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).filter(([, v]) => ['string', 'number', 'boolean'].includes(typeof v)),
  );
}

function where(filter: Filter): unknown {
  const parts = Object.entries(filter).flatMap(([field, wanted]): object[] => {
    if (typeof wanted !== 'object') return [{ [field]: { $eq: wanted } }];
    if ('in' in wanted) return [{ [field]: { $in: wanted.in } }];
    return Object.entries(wanted).map(([bound, value]) => ({ [field]: { [`$${bound}`]: value } }));
  });
  return parts.length === 1 ? parts[0] : { $and: parts };
}
