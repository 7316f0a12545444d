import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { openStore } from './open-store.ts';

const urls = { QDRANT_URL: 'http://q:1', CHROMA_URL: 'http://c:2', FAISS_URL: 'http://f:3' };
const named = (env: Record<string, string>) => openStore(loadConfig(env)).name;

describe('where passages are', () => {
  it('is the store that the settings name', () => {
    for (const name of ['qdrant', 'chroma', 'faiss', 'memory'])
      expect(named({ ...urls, LANGCHAIN_VECTORS: name })).toBe(name);
  });

  it('is the first with an address where none is named, and memory where none has one', () => {
    expect(named(urls)).toBe('qdrant');
    expect(named({ CHROMA_URL: urls.CHROMA_URL, FAISS_URL: urls.FAISS_URL })).toBe('chroma');
    expect(named({ FAISS_URL: urls.FAISS_URL, LANGCHAIN_VECTORS: '' })).toBe('faiss');
    expect(named({})).toBe('memory');
  });

  it('is refused by the name of the setting where it cannot be', () => {
    expect(() => named({ ...urls, LANGCHAIN_VECTORS: 'pinecone' })).toThrow(/LANGCHAIN_VECTORS: .*"qdrant"/);
    expect(() => named({ QDRANT_URL: urls.QDRANT_URL, LANGCHAIN_VECTORS: 'faiss' })).toThrow(
      /LANGCHAIN_VECTORS: is “faiss”, but FAISS_URL/,
    );
  });
});
