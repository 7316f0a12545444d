import { JsonApi, type Payload, type VectorStore } from './store.ts';

const metrics = { cosine: 'cosine', dot: 'ip', euclid: 'l2' } as const;

/** Our own service over FAISS (packages/faiss). Its l2 scores are squared distances, less is nearer. */
export function openFaiss(url: string, apiKey: string | undefined): VectorStore {
  const api = new JsonApi(url, apiKey ? { authorization: `Bearer ${apiKey}` } : {});
  const at = (collection: string) => `/collections/${encodeURIComponent(collection)}`;
  return {
    name: 'faiss',
    async create(collection, { dimension, metric }) {
      await api.call('PUT', at(collection), { body: { dimension, metric: metrics[metric] } });
    },
    async drop(collection) {
      await api.call('DELETE', at(collection), { also: [404] });
    },
    count: async (collection) => (await api.call<{ count: number }>('GET', at(collection)))?.count ?? 0,
    async get(collection, ids) {
      const found = await api.call<{ points: Stored[] }>('POST', `${at(collection)}/points/get`, { body: { ids } });
      return (found?.points ?? []).map(({ id, payload = {} }) => ({ id, payload }));
    },
    async upsert(collection, points) {
      await api.call('POST', `${at(collection)}/points`, { body: { points } });
    },
    async remove(collection, what) {
      await api.call('POST', `${at(collection)}/points/delete`, {
        body: 'ids' in what ? { ids: what.ids } : { filter: what.filter },
      });
    },
    async query(collection, metric, { vector, limit, filter }) {
      const found = await api.call<{ results: (Stored & { score: number })[] }>('POST', `${at(collection)}/search`, {
        body: { vector, limit, with_payload: true, ...(filter ? { filter } : {}) },
      });
      return (found?.results ?? []).map((r) => ({
        id: r.id,
        score: metric === 'euclid' ? -Math.sqrt(Math.max(0, r.score)) : r.score,
        payload: r.payload ?? {},
      }));
    },
    async check(signal) {
      const health = await api.call<{ faiss?: string; version?: string }>('GET', '/health', { signal });
      return `FAISS ${health?.faiss ?? health?.version ?? ''}`;
    },
  };
}

interface Stored {
  id: string;
  payload?: Payload;
}
