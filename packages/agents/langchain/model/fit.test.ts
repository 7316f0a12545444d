import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit } from './fit.ts';

const passage = (text: string) => ({ document: 'd', name: 'd.txt', passage: 0, page: null, text, score: 1 });

describe('fit', () => {
  it('leaves what fits as it is', () => {
    const asked = {
      question: 'Why?',
      history: [{ role: 'user' as const, content: 'Hello' }],
      passages: [passage('A passage.')],
      instructions: 'Answer.',
    };
    expect(fit(asked, 1024)).toEqual({ ...asked, instructions: undefined, left: [] });
  });

  it('leaves out the oldest turns first and says how many', () => {
    const history = Array.from({ length: 10 }, (_, i) => ({ role: 'user' as const, content: `${i}`.repeat(300) }));
    const fitted = fit({ question: 'Why?', history, passages: [], instructions: '' }, 512);
    expect(fitted.history.at(-1)).toBe(history.at(-1));
    expect(fitted.history.length).toBeLessThan(10);
    expect(fitted.left).toEqual([`the oldest ${10 - fitted.history.length} of 10 turns`]);
  });

  it('cuts a question that is longer than the whole window, and keeps its beginning', () => {
    const fitted = fit({ question: 'x'.repeat(1_000_000), history: [], passages: [], instructions: '' }, 1024);
    expect(fitted.question.length).toBeLessThan(1024 * 3);
    expect(fitted.left[0]).toMatch(/of the question's 1000000 characters/);
  });

  it('never takes more than three quarters of the window, by its own measure', () => {
    const turns = fc.array(fc.record({ role: fc.constant('user' as const), content: fc.string({ maxLength: 500 }) }));
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 9000 }),
        turns,
        fc.array(fc.string()),
        (question, history, texts) => {
          const fitted = fit({ question, history, passages: texts.map(passage), instructions: 'Say it.' }, 1024);
          const taken =
            fitted.question.length +
            fitted.history.reduce((sum, t) => sum + t.content.length, 0) +
            fitted.passages.reduce((sum, p) => sum + p.text.length, 0);
          expect(taken).toBeLessThanOrEqual(1024 * 0.75 * 3);
        },
      ),
    );
  });
});
