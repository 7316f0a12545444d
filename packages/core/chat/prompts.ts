import type { ChatTurn } from '../models/index.ts';

/** The beginning of a question, as the name of its conversation. */
export function titleOf(question: string): string {
  const line = question.trim().split('\n')[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= 60) return line;
  const cut = line.slice(0, 60);
  const space = cut.lastIndexOf(' ');
  return `${(space > 30 ? cut.slice(0, space) : cut).trimEnd()} …`;
}

/** What a model without an agent is sent: documents whole, then the turns that fit, then the question. */
export function directTurns(
  documents: readonly { name: string; text: string }[],
  history: readonly ChatTurn[],
  question: string,
): ChatTurn[] {
  const given = documents.map(({ name, text }) => `Document “${name}”:\n${text}`).join('\n\n');
  const system: ChatTurn[] = given
    ? [{ role: 'system', content: `Answer from these documents where they help.\n\n${given}` }]
    : [];
  return [...system, ...history, { role: 'user', content: question }];
}
