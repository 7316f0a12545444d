import type { ContextMeter, Message } from '../contract/index.ts';
import { estimateTokens, frame } from './tokens.ts';

export interface ContextInput {
  /** Tokens; null if nobody knows. */
  window: number | null;
  source: ContextMeter['source'];
  system: string;
  /** The branch before the question, oldest first. */
  history: readonly Pick<Message, 'id' | 'role' | 'text'>[];
  /** Texts that go along whole. */
  documents: readonly string[];
  prompt: string;
}

export interface Fit {
  meter: ContextMeter;
  /** What of the history is sent, oldest first. */
  kept: string[];
}

/**
 * How a question fills the window, and what of the history has to stay behind. Pure. The oldest goes first, and an answer
 * never stays without its question: a model takes a lone answer for its own beginning.
 */
export function fitContext(input: ContextInput): Fit {
  const cost = (text: string) => estimateTokens(text) + frame;
  const system = input.system ? cost(input.system) : 0;
  const documents = input.documents.reduce((n, text) => n + cost(text), 0);
  const prompt = cost(input.prompt);
  const { window } = input;
  // A quarter of a small window, never more than a long answer takes.
  const answer = window === null ? 0 : Math.min(1024, Math.floor(window / 4));
  const fixed = system + documents + prompt;
  const room = window === null ? Number.POSITIVE_INFINITY : window - answer - fixed;
  const sizes = input.history.map((m) => ({ message: m.id, role: m.role, tokens: cost(m.text) }));
  let from = sizes.length;
  let history = 0;
  while (from > 0 && history + (sizes[from - 1]?.tokens ?? 0) <= room) history += sizes[--from]?.tokens ?? 0;
  while (from < sizes.length && sizes[from]?.role === 'assistant') history -= sizes[from++]?.tokens ?? 0;
  return {
    kept: sizes.slice(from).map((s) => s.message),
    meter: {
      window,
      source: input.source,
      parts: [
        { part: 'system', tokens: system },
        { part: 'history', tokens: history },
        { part: 'documents', tokens: documents },
        { part: 'prompt', tokens: prompt },
        { part: 'answer', tokens: answer },
      ],
      usedTokens: fixed + history,
      dropped: sizes.slice(0, from).map(({ message, tokens }) => ({ message, tokens })),
      // The estimate may be a third too high: what might fit is let through.
      tooLong: window !== null && fixed * 0.75 > window,
    },
  };
}
