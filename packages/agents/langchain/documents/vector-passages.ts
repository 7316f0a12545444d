import { createHash } from 'node:crypto';
import { Problem } from '@sutazai/service-kit';
import { StoreRefusal, type VectorStore } from '@sutazai/vectors';
import { cited, type PassageStore, type StoredPassage } from './passages.ts';

/** Passages per request: Chroma and the FAISS service bound theirs. */
const batch = 128;

/**
 * Passages in one of the stack's vector stores: one collection of it for each embedding model, as vectors of different models cannot
 * be compared. What belongs together is told by fields of the payload.
 */
export function passagesIn(store: VectorStore, embeddingModel: string): PassageStore {
  const model = createHash('sha256').update(embeddingModel).digest('hex').slice(0, 12);
  const place = `agent-langchain-passages-${model}`;
  const pointOf = (document: string, passage: number) => `${document}/${passage}`;
  const payloadOf = (payload: unknown) => payload as StoredPassage;
  let made = false;

  async function make(dimension: number): Promise<void> {
    if (!made) await store.create(place, { dimension, metric: 'cosine' });
    made = true;
  }
  /** Not there yet, or removed behind our back, is the same as empty. */
  async function orEmpty<T>(work: () => Promise<T>, empty: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreRefusal)) throw error;
      if (error.status !== 404) throw refused(store.name, error);
      made = false;
      return empty;
    }
  }
  async function write(passages: readonly StoredPassage[], vectors: readonly number[][], document: string) {
    await make(vectors[0]?.length ?? 0);
    await store.remove(place, { filter: { document } });
    for (let at = 0; at < passages.length; at += batch) {
      const points = passages.slice(at, at + batch).map((p, i) => ({
        id: pointOf(p.document, p.passage),
        vector: vectors[at + i] ?? [],
        payload: { ...p },
      }));
      await store.upsert(place, points);
    }
    return true;
  }

  return {
    name: store.name,
    async put(_collection, passages, vectors) {
      const document = passages[0]?.document;
      if (!document) return;
      const work = () => write(passages, vectors, document);
      // The collection that was known is gone: it is made anew, once.
      if (!(await orEmpty(work, false))) await work();
    },
    search: (collections, vector, limit) =>
      orEmpty(async () => {
        const filter = { collection: { in: [...collections] } };
        const found = await store.query(place, 'cosine', { vector, limit, filter });
        return found.map((p) => cited(payloadOf(p.payload), p.score));
      }, []),
    passage: (document, number) =>
      orEmpty(async () => {
        const [found] = await store.get(place, [pointOf(document, number)]);
        return found && payloadOf(found.payload);
      }, undefined),
    forget: (document) =>
      orEmpty(async () => {
        const there = (await store.get(place, [pointOf(document, 0)])).length > 0;
        if (there) await store.remove(place, { filter: { document } });
        return there;
      }, false),
    check: (signal) => store.check(signal),
  };
}

function refused(name: string, error: StoreRefusal): Problem {
  return new Problem(
    error.status,
    'STORE_REFUSED',
    `The vector store (${name}) refuses: ${error.words}`,
    'Look into its log; remove the document and add it again.',
    { cause: error },
  );
}
