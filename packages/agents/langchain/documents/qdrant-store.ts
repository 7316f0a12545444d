import { createHash } from 'node:crypto';
import { QdrantClient } from '@qdrant/js-client-rest';
import { ConnectionFailure, Problem } from '@sutazai/service-kit';
import { cited, type PassageStore, type StoredPassage } from './passages.ts';

/**
 * Passages in the stack's Qdrant: one collection of it for each embedding model, as vectors of different models cannot be
 * compared. What belongs together is told by fields of the payload.
 */
export function openQdrantStore(url: string, apiKey: string | undefined, embeddingModel: string): PassageStore {
  const client = new QdrantClient({ url, ...(apiKey ? { apiKey } : {}), checkCompatibility: false, timeout: 30_000 });
  const place = `agent-langchain-${createHash('sha256').update(embeddingModel).digest('hex').slice(0, 12)}`;
  const only = (key: string, value: string | number) => ({ key, match: { value } });
  let made = false;

  async function make(size: number): Promise<void> {
    if (made) return;
    if (!(await client.collectionExists(place)).exists) {
      await client.createCollection(place, { vectors: { size, distance: 'Cosine' } }).catch((error: unknown) => {
        // Another document came first: it is there all the same.
        if ((error as { status?: number }).status !== 409) throw error;
      });
    }
    made = true;
  }
  /** Not there yet, or removed behind our back, is the same as empty. */
  async function orEmpty<T>(work: () => Promise<T>, empty: T): Promise<T> {
    try {
      return await ask(work);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      made = false;
      return empty;
    }
  }

  return {
    name: 'qdrant',
    async put(collection, passages, vectors) {
      const document = passages[0]?.document;
      if (!document) return;
      await ask(async () => {
        await make(vectors[0]?.length ?? 0);
        await client.delete(place, { wait: true, filter: { must: [only('document', document)] } });
        for (let at = 0; at < passages.length; at += 128) {
          const points = passages.slice(at, at + 128).map((p, i) => ({
            id: pointOf(p),
            vector: vectors[at + i] ?? [],
            payload: { ...p, collection },
          }));
          await client.upsert(place, { wait: true, points });
        }
      });
    },
    search: (collections, vector, limit) =>
      orEmpty(async () => {
        const filter = { must: [{ key: 'collection', match: { any: [...collections] } }] };
        const found = await client.query(place, { query: vector, limit, with_payload: true, filter });
        return found.points.map((p) => cited(p.payload as unknown as StoredPassage, p.score));
      }, []),
    passage: (document, number) =>
      orEmpty(async () => {
        const filter = { must: [only('document', document), only('passage', number)] };
        const { points } = await client.scroll(place, { filter, limit: 1, with_payload: true });
        return points[0]?.payload as unknown as StoredPassage | undefined;
      }, undefined),
    forget: (document) =>
      orEmpty(async () => {
        const filter = { must: [only('document', document)] };
        const { count } = await client.count(place, { filter, exact: true });
        if (count > 0) await client.delete(place, { wait: true, filter });
        return count > 0;
      }, false),
    async check(signal) {
      const response = await fetch(`${url}/`, { signal, headers: apiKey ? { 'api-key': apiKey } : {} });
      const body = (await response.json()) as { version?: string };
      if (!response.ok) throw new Error(`it answers ${response.status}`);
      return `Qdrant ${body.version ?? ''}`;
    },
  };
}

/** Qdrant's ids are numbers or UUIDs: one made of the passage's place. */
function pointOf({ document, passage }: StoredPassage): string {
  const h = createHash('sha256').update(`${document}/${passage}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** The client's errors carry the answer's status; 5xx, and none, count as not being there. */
async function ask<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { status, data } = error as { status?: number; data?: { status?: { error?: string } } };
    const words = data?.status?.error ?? (error instanceof Error ? error.message : '');
    if (typeof status !== 'number' || status >= 500) throw new ConnectionFailure(words, { cause: error });
    throw new Problem(
      status,
      'STORE_REFUSED',
      `Qdrant refuses: ${words}`,
      'Look into its log; remove the document and add it again.',
      {
        cause: error,
      },
    );
  }
}
