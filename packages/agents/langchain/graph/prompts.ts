import { AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { Citation } from '@sutazai/agent-contract';
import type { Fitted } from '../model/fit.ts';

const fromPassages =
  'Answer the question from the passages. Cite a passage by its number, like [1]. If they do not say, say so.';

/** Small models follow one short instruction, and none best of all. */
export function instructionsFor(passages: readonly Citation[]): string {
  return passages.length > 0 ? fromPassages : '';
}

export function asMessages({ question, history, passages }: Fitted): BaseMessage[] {
  const instructions = instructionsFor(passages);
  const numbered = passages.map((p, i) => `[${i + 1}] ${p.text}`).join('\n');
  return [
    ...(instructions ? [new SystemMessage(instructions)] : []),
    ...history.map((t) => (t.role === 'user' ? new HumanMessage(t.content) : new AIMessage(t.content))),
    new HumanMessage(numbered ? `${numbered}\n\nQuestion: ${question}` : question),
  ];
}
