import { cited, type PassageStore, type StoredPassage } from './passages.ts';

/** Passages in this process, for an installation without a vector store: gone when it ends. */
export function openMemoryStore(): PassageStore {
  const documents = new Map<string, { passage: StoredPassage; vector: number[] }[]>();
  return {
    name: 'memory',
    async put(_collection, passages, vectors) {
      const document = passages[0]?.document;
      if (document)
        documents.set(
          document,
          passages.map((passage, i) => ({ passage, vector: vectors[i] ?? [] })),
        );
    },
    async search(collections, vector, limit) {
      return [...documents.values()]
        .flat()
        .filter((p) => collections.includes(p.passage.collection))
        .map((p) => cited(p.passage, cosine(vector, p.vector)))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
    },
    passage: async (document, number) => documents.get(document)?.[number]?.passage,
    forget: async (document) => documents.delete(document),
    check: async () => `${documents.size} documents in memory`,
  };
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let size = 0;
  let other = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    size += x * x;
    other += y * y;
  }
  return size && other ? dot / Math.sqrt(size * other) : 0;
}
