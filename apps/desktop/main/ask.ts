import { dialog } from 'electron';
import type { Words } from '../words/words.ts';

/** A question of the shell; resolves with the index of the button, the last one (leave it) if it was closed. */
export async function ask(title: string, body: string, buttons: string[]): Promise<number> {
  const last = buttons.length - 1;
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: title,
    detail: body,
    buttons,
    defaultId: last,
    cancelId: last,
    noLink: true,
  });
  return response;
}

/** Whether a page that ended again, or hangs, shall be read again. */
export async function askAgain(what: 'ended' | 'hangs', { page }: Words): Promise<boolean> {
  const [title, body] = what === 'ended' ? [page.ended, page.endedBody] : [page.hangs, page.hangsBody];
  return (await ask(title, body, [page.again, page.leave])) === 0;
}
