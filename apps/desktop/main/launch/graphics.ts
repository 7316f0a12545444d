import type { App } from 'electron';
import type { Log } from '../log.ts';
import type { KeptFile } from '../window/kept.ts';

/** Ends of the graphics process within five minutes after which its driver is not trusted any more. Chromium gives up later. */
const mayEnd = { times: 3, within: 5 * 60_000 };

/**
 * Where the graphics driver fails again and again, the app draws without it from its next start on: a black window helps nobody.
 * With another version of Electron it is tried anew, and `--gpu` tries it at once. To be called before Electron is ready.
 */
export function heedGraphics(
  app: Pick<App, 'on' | 'disableHardwareAcceleration'>,
  kept: KeptFile,
  { tryAgain, electron, log, now = Date.now }: { tryAgain: boolean; electron: string; log: Log; now?: () => number },
): void {
  const { graphicsFailedIn } = kept.values;
  if (graphicsFailedIn !== undefined) {
    if (tryAgain || graphicsFailedIn !== electron) kept.forget('graphicsFailedIn');
    else {
      app.disableHardwareAcceleration();
      log.warn('Draws without the graphics card, as its driver had failed. Start with --gpu to try it again.');
    }
  }
  let ended: number[] = [];
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason === 'clean-exit') return;
    log.warn(`A process of the window ended: ${name ?? type}, ${reason} (${exitCode}).`);
    if (type !== 'GPU') return;
    ended = [...ended.filter((at) => now() - at < mayEnd.within), now()];
    if (ended.length < mayEnd.times || kept.values.graphicsFailedIn === electron) return;
    kept.keep({ graphicsFailedIn: electron });
    log.error('The graphics driver failed again and again. The next start draws without it.');
  });
}
