import { createHash } from 'node:crypto';
import { QdrantClient } from '@qdrant/js-client-rest';
import { ConnectionFailure } from '@sutazai/service-kit';
import { type Filter, type Payload, StoreRefusal, type VectorStore } from './store.ts';

const distances = { cosine: 'Cosine', dot: 'Dot', euclid: 'Euclid' } as const;

/** Qdrant's ids are numbers or UUIDs: any other name becomes a UUID made of it, and is kept in the payload. */
function uuidOf(id: string): string {
  const h = createHash('sha1').update(`sutazai:${id}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** Qdrant over its own client. */
export function openQdrant(url: string, apiKey: string | undefined): VectorStore {
  // The version check asks at once and warns on the console; `check` does the same where it is seen.
  const client = new QdrantClient({ url, ...(apiKey ? { apiKey } : {}), checkCompatibility: false, timeout: 30_000 });

  return {
    name: 'qdrant',
    async create(collection, { dimension, metric }) {
      await ask(async () => {
        if ((await client.collectionExists(collection)).exists) return;
        const vectors = { size: dimension, distance: distances[metric] };
        await client.createCollection(collection, { vectors }).catch((error: unknown) => {
          // Another was quicker: it is there all the same.
          if ((error as { status?: number }).status !== 409) throw error;
        });
      });
    },
    drop: (collection) => ask(async () => void (await client.deleteCollection(collection))),
    count: (collection) => ask(async () => (await client.count(collection, { exact: true })).count),
    async get(collection, ids) {
      const found = await ask(() => client.retrieve(collection, { ids: ids.map(uuidOf), with_payload: true }));
      return found.map((p) => keptIn(p));
    },
    async upsert(collection, points) {
      const body = points.map((p) => ({
        id: uuidOf(p.id),
        vector: p.vector,
        payload: { id: p.id, payload: p.payload },
      }));
      await ask(() => client.upsert(collection, { wait: true, points: body }));
    },
    async remove(collection, what) {
      const selector = 'ids' in what ? { points: what.ids.map(uuidOf) } : { filter: must(what.filter) };
      await ask(() => client.delete(collection, { wait: true, ...selector }));
    },
    async query(collection, metric, { vector, limit, filter }) {
      const found = await ask(() =>
        client.query(collection, {
          query: vector,
          limit,
          with_payload: true,
          ...(filter ? { filter: must(filter) } : {}),
        }),
      );
      // Euclid is the one of Qdrant's scores where less is nearer.
      return found.points.map((p) => ({ ...keptIn(p), score: metric === 'euclid' ? -p.score : p.score }));
    },
    async check(signal) {
      const response = await fetch(`${url}/`, { signal, headers: apiKey ? { 'api-key': apiKey } : {} });
      const body = (await response.json()) as { version?: string };
      if (!response.ok) throw new Error(`it answers ${response.status}`);
      return `Qdrant ${body.version ?? ''}`;
    },
  };
}

function keptIn(point: { id: string | number; payload?: unknown }): { id: string; payload: Payload } {
  const kept = point.payload as { id?: string; payload?: Payload } | null | undefined;
  return { id: kept?.id ?? String(point.id), payload: kept?.payload ?? {} };
}

/** The client's errors carry the answer's status; 5xx counts as not being there. */
async function ask<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { status, data } = error as { status?: number; data?: { status?: { error?: string } } };
    if (typeof status !== 'number')
      throw error instanceof Error && error.name === 'QdrantClientTimeoutError'
        ? new ConnectionFailure(error.message)
        : error;
    const words = data?.status?.error ?? (error instanceof Error ? error.message : '');
    if (status >= 500) throw new ConnectionFailure(`it answers ${status}: ${words}`);
    throw new StoreRefusal(status, words);
  }
}

function must(filter: Filter) {
  return {
    must: Object.entries(filter).map(([field, wanted]) => {
      const key = `payload.${field}`;
      if (typeof wanted !== 'object') return equal(key, [wanted]);
      if ('in' in wanted) return equal(key, wanted.in);
      return { key, range: Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== undefined)) };
    }),
  };
}

/** Qdrant matches whole numbers, words and truth values; a broken number is a range of one point. */
function equal(key: string, values: readonly (string | number | boolean)[]) {
  const should = values.map((value) =>
    typeof value === 'number' && !Number.isInteger(value)
      ? { key, range: { gte: value, lte: value } }
      : { key, match: { value } },
  );
  return should.length === 1 && should[0] ? should[0] : { should };
}
