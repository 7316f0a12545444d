import type { Citation } from '@sutazai/agent-contract';

export interface Turn {
  role: 'user' | 'assistant';
  content: string;
}

export interface Fitted {
  question: string;
  history: Turn[];
  passages: Citation[];
  /** What was left out, in words; empty if nothing. */
  left: string[];
}

/**
 * Characters that a token has at the least, as far as can be told without the model's own tokenizer: English has about four,
 * code and other languages less.
 */
const charactersPerToken = 3;

/** Words around every message: roles and marks of the template. */
const perMessage = 24;

/**
 * Makes a request fit a window of so many tokens, of which a quarter is the answer's. Left out first are the oldest turns, then
 * the passages that are least near, at last the end of the question.
 */
export function fit(
  asked: { question: string; history: readonly Turn[]; passages: readonly Citation[]; instructions: string },
  window: number,
): Fitted {
  const all = Math.floor(window * 0.75) * charactersPerToken;
  const left: string[] = [];
  let room = all - asked.instructions.length - 2 * perMessage;
  let { question } = asked;
  if (question.length > room) {
    left.push(`${question.length - room} of the question's ${question.length} characters`);
    question = question.slice(0, Math.max(1, room));
  }
  room -= question.length;
  const passages: Citation[] = [];
  for (const passage of asked.passages) {
    const size = passage.text.length + perMessage;
    if (size > room) break;
    passages.push(passage);
    room -= size;
  }
  const dropped = asked.passages.length - passages.length;
  if (dropped > 0) left.push(`${dropped} of ${asked.passages.length} passages`);
  const history: Turn[] = [];
  for (const turn of asked.history.toReversed()) {
    const size = turn.content.length + perMessage;
    if (size > room) break;
    history.unshift(turn);
    room -= size;
  }
  const older = asked.history.length - history.length;
  if (older > 0) left.push(`the oldest ${older} of ${asked.history.length} turns`);
  return { question, history, passages, left };
}
