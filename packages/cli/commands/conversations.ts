import type { Conversation } from '@sutazai/core/contract';
import type { Output } from '../output.ts';
import { pad } from '../view/screen.ts';

/** Newest first, with the name by which `--conversation` goes on with one. */
export function listConversations(all: readonly Conversation[], searched: boolean, out: Output): number {
  if (out.json) {
    out.document(all);
    return 0;
  }
  if (all.length === 0)
    out.note(`There is no conversation ${searched ? 'with these words' : 'yet'}. Begin one: sutazai chat "…"`);
  for (const { id, title, agent, updatedAt, running } of all) {
    const when = new Date(updatedAt).toLocaleString('sv', { dateStyle: 'short', timeStyle: 'short' });
    const who = pad(agent ?? '', 10);
    out.print(
      `${id}  ${when}  ${who}  ${title.replace(/\p{Cc}/gu, ' ')}${running ? out.colors.dim(' (being answered)') : ''}`,
    );
  }
  return 0;
}
