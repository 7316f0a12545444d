import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitContext } from './context.ts';
import { estimateTokens } from './tokens.ts';

const turns = fc
  .array(fc.string({ maxLength: 400 }), { maxLength: 30 })
  .map((texts) =>
    texts.map((text, i) => ({ id: `m${i}`, role: i % 2 === 0 ? ('user' as const) : ('assistant' as const), text })),
  );

const input = (more: object) => ({
  ...{ window: 2048, source: 'served' as const, system: '', history: [], documents: [], prompt: 'hello' },
  ...more,
});

describe('what fits into the window', () => {
  it('keeps the newest, drops the oldest, and says which', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 64, max: 4096 }), (history, window) => {
        const { meter, kept } = fitContext(input({ history, window }));
        expect([...meter.dropped.map((d) => d.message), ...kept]).toEqual(history.map((m) => m.id));
        const answer = meter.parts.find((p) => p.part === 'answer')?.tokens ?? 0;
        if (kept.length > 0) expect(meter.usedTokens + answer).toBeLessThanOrEqual(window);
        expect(history.find((m) => m.id === kept[0])?.role ?? 'user').toBe('user');
      }),
    );
  });

  it('drops nothing where the window is unknown, and never less than it must', () => {
    const history = [{ id: 'a', role: 'user' as const, text: 'x'.repeat(100_000) }];
    expect(fitContext(input({ history, window: null })).meter).toMatchObject({
      dropped: [],
      tooLong: false,
      window: null,
    });
    const small = [...history, { id: 'b', role: 'user' as const, text: 'short' }];
    expect(fitContext(input({ history: small })).kept).toEqual(['b']);
  });

  it('a prompt that does not fit even alone is told', () => {
    expect(fitContext(input({ prompt: 'word '.repeat(4000) })).meter.tooLong).toBe(true);
    expect(fitContext(input({ prompt: 'word '.repeat(1000) })).meter.tooLong).toBe(false);
    expect(fitContext(input({ documents: ['word '.repeat(4000)] })).meter.tooLong).toBe(true);
  });
});

it('counts letters of other scripts for more', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('The quick brown fox jumps over the lazy dog.')).toBeGreaterThan(8);
  expect(estimateTokens('The quick brown fox jumps over the lazy dog.')).toBeLessThan(15);
  expect(estimateTokens('日本語の文章です')).toBeGreaterThanOrEqual(7);
});
