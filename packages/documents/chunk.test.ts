import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunk } from './chunk.ts';

const texts = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '. ', '\n', '\n\n'), maxLength: 3_000 });

it('leaves out nothing but white space, and makes no piece larger than it may be', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 20, max: 400 }), (text, size) => {
      const pieces = chunk([{ text }], size, Math.floor(size / 5));
      const seen = new Uint8Array(text.length);
      for (const piece of pieces) {
        expect(piece.text.length).toBeLessThanOrEqual(size);
        expect(text.slice(piece.begins, piece.ends)).toBe(piece.text);
        seen.fill(1, piece.begins, piece.ends);
      }
      for (let i = 0; i < text.length; i++) if (seen[i] === 0) expect(text[i]?.trim()).toBe('');
    }),
  );
});

it('cuts at the ends of sentences and words where there are any', () => {
  const [first] = chunk([{ text: `${'word '.repeat(14)}end. ${'more '.repeat(40)}` }], 100, 10);
  expect(first?.text.endsWith('end.')).toBe(true);
  expect(chunk([{ text: 'x'.repeat(250) }], 100, 10).map((c) => c.text.length)).toEqual([100, 100, 70]);
});
