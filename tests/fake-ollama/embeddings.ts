import { createHash } from 'node:crypto';

/** Hashed words, of length 1: texts that share words are near each other. */
export function embedding(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const at = createHash('md5').update(word).digest().readUInt32LE(0) % dimension;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((v) => v / length);
}
