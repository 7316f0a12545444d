import type { Citation, Passage } from '@sutazai/agent-contract';

export interface StoredPassage extends Passage {
  collection: string;
}

/** Where passages and their vectors are. A document's passages are stored and forgotten as one. */
export interface PassageStore {
  readonly name: string;
  /** Takes the place of what the document had before. */
  put(collection: string, passages: readonly StoredPassage[], vectors: readonly number[][]): Promise<void>;
  /** Nearest first. A collection that is not there has nothing. */
  search(collections: readonly string[], vector: number[], limit: number): Promise<Citation[]>;
  passage(document: string, number: number): Promise<Passage | undefined>;
  /** Whether there was anything to forget. */
  forget(document: string): Promise<boolean>;
  check(signal: AbortSignal): Promise<string>;
}

export function cited({ document, name, passage, page, text }: Passage, score: number): Citation {
  return { document, name, passage, page, text, score };
}
