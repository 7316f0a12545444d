import { fromUnknown } from '@sutazai/core/diagnose';
import { app, dialog } from 'electron';
import { wordsFor } from '../words/words.ts';
import type { Log } from './log.ts';

/** The app cannot go on: the log gets the defect, the person gets what happened, why and what to do; never a stack. */
export function giveUp(error: unknown, log: Log | undefined, started = false): void {
  log?.error('The app cannot go on.', error);
  const { title, cause, nextSteps } = fromUnknown(error).diagnosis;
  const tell = () => {
    const { hostFailed } = wordsFor(app.getLocale());
    const logged = log === undefined ? [] : [hostFailed.log(log.file)];
    dialog.showErrorBox(
      started ? hostFailed.later : hostFailed.title,
      [`${title}. ${cause}`, ...nextSteps, ...logged].join('\n'),
    );
    app.exit(1);
  };
  // Before that no dialog can be shown, and the language is not known.
  app.whenReady().then(tell, () => app.exit(1));
}
