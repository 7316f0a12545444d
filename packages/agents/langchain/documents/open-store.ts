import { ConfigError } from '@sutazai/service-kit';
import { openChroma, openFaiss, openQdrant, type VectorStore } from '@sutazai/vectors';
import type { Config } from '../config.ts';
import { openMemoryStore } from './memory-store.ts';
import type { PassageStore } from './passages.ts';
import { passagesIn } from './vector-passages.ts';

/**
 * Where passages are: the store that the settings name, else the first that has an address, else this process.
 * @throws ConfigError the named store has no address
 */
export function openStore(config: Config): PassageStore {
  const { QDRANT_URL, QDRANT_API_KEY, CHROMA_URL, FAISS_URL, FAISS_API_KEY } = config;
  const stores: Record<'qdrant' | 'chroma' | 'faiss', VectorStore | undefined> = {
    qdrant: QDRANT_URL ? openQdrant(QDRANT_URL, QDRANT_API_KEY) : undefined,
    chroma: CHROMA_URL ? openChroma(CHROMA_URL) : undefined,
    faiss: FAISS_URL ? openFaiss(FAISS_URL, FAISS_API_KEY) : undefined,
  };
  const wanted = config.LANGCHAIN_VECTORS;
  if (wanted === 'memory') return openMemoryStore();
  const store = wanted ? stores[wanted] : (stores.qdrant ?? stores.chroma ?? stores.faiss);
  if (store) return passagesIn(store, config.EMBEDDING_MODEL);
  if (!wanted) return openMemoryStore();
  const message = `is “${wanted}”, but ${wanted.toUpperCase()}_URL, the address of that store, is not set`;
  throw new ConfigError([{ variable: 'LANGCHAIN_VECTORS', message }]);
}
