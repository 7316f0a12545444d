import type { BrowserWindow } from 'electron';
import type { Log } from '../log.ts';

export interface PageCareParts {
  log: Log;
  /** Asks the person; true for "read the page again". */
  again(what: 'ended' | 'hangs'): Promise<boolean>;
  now?: () => number;
}

/** A page that ends this often within this time would be read again for ever. */
const mayEnd = { times: 2, within: 60_000 };

/**
 * The page's process may crash, be killed for its memory, or hang; the host behind it goes on. A page that ended is read again
 * at the place where it was, which it has in its address; one that does so again and again, and one that hangs, is the
 * person's to decide about.
 */
export function careForPage(window: BrowserWindow, { log, again, now = Date.now }: PageCareParts): void {
  const contents = window.webContents;
  let ended: number[] = [];
  let asking = false;
  const ask = async (what: 'ended' | 'hangs', yes: () => void) => {
    if (asking) return;
    asking = true;
    try {
      if ((await again(what)) && !window.isDestroyed()) yes();
    } finally {
      asking = false;
    }
  };
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(`The process of the page ended: ${reason} (${exitCode}).`);
    ended = [...ended.filter((at) => now() - at < mayEnd.within), now()];
    if (ended.length <= mayEnd.times) return contents.reload();
    void ask('ended', () => contents.reload());
  });
  window.on('unresponsive', () => {
    log.warn('The page does not answer.');
    // It cannot be asked to reload: it hears nothing. What has ended is read again above.
    void ask('hangs', () => contents.forcefullyCrashRenderer());
  });
  window.on('responsive', () => log.info('The page answers again.'));
}
