import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupByDay } from './group-by-day.ts';
import { type Block, splitBlocks } from './split-blocks.ts';

const texts = (text: string) => splitBlocks(text).map((b) => b.text);

describe('blocks of an answer', () => {
  it('ends at blank lines, but not within a fence or a list', () => {
    expect(texts('one\n\ntwo\n\n```\na\n\nb\n```\nthree')).toEqual([
      'one\n\n',
      'two\n\n',
      '```\na\n\nb\n```\n',
      'three',
    ]);
    expect(texts('- a\n\n- b\n\nafter')).toEqual(['- a\n\n- b\n\n', 'after']);
  });
  it('knows that a fence is still open', () => {
    expect(splitBlocks('```js\nx').at(-1)?.open).toBe(true);
    expect(splitBlocks('```js\nx\n```\n').at(-1)?.open).toBe(false);
  });
  it('cuts a paragraph that never ends', () => {
    const blocks = splitBlocks('A sentence of words. '.repeat(1000));
    expect(blocks.length).toBeGreaterThan(5);
    expect(Math.max(...blocks.map((b) => b.text.length))).toBeLessThan(3000);
  });

  const piece = fc.constantFrom(
    'word ',
    '\n',
    '\n\n',
    '```',
    '```js\n',
    '- item\n',
    '# Head\n',
    '| a | b |\n',
    'x'.repeat(40),
    '~~~\n',
  );
  it('loses nothing, and growing text changes the last block only', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        let known: Block[] = [];
        let text = '';
        for (const p of pieces) {
          text += p;
          const next = splitBlocks(text, known);
          expect(next.map((b) => b.text).join('')).toBe(text);
          // What stood before the last block stays the very same object: it is not drawn again.
          known.slice(0, -1).forEach((b, at) => {
            expect(next[at]).toBe(b);
          });
          known = next;
        }
      }),
    );
  });
});

it('groups by day, newest first', () => {
  const now = new Date(2026, 5, 10, 12).getTime();
  const hour = 3_600_000;
  const items = [{ updatedAt: now - 400 * hour }, { updatedAt: now - hour }, { updatedAt: now - 30 * hour }];
  expect(groupByDay(items, now).map((g) => [g.day, g.items.length])).toEqual([
    ['today', 1],
    ['week', 1],
    ['earlier', 1],
  ]);
});
