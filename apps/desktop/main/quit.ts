import { type App, dialog } from 'electron';
import type { Words } from '../words/words.ts';
import type { Log } from './log.ts';

export interface QuitParts {
  app: App;
  words(): Words;
  busy(): boolean;
  /** Ends the running operation cleanly; settles when it has ended. */
  endOperation(): Promise<void>;
  close(): Promise<void>;
  log: Log;
}

/** Milliseconds that a clean end may take before the process goes anyway. */
const patience = 20_000;

/**
 * Quitting leaves the stack as it is. Only a running operation is asked about: it would be cut off. After that the host is
 * closed, so that its database and its connections end in order.
 */
export class Quit {
  /** True from the moment on at which closing the window really closes it. */
  decided = false;
  private closing = false;
  constructor(private readonly parts: QuitParts) {
    parts.app.on('before-quit', (event) => {
      if (this.decided) return;
      event.preventDefault();
      void this.ask();
    });
    parts.app.on('will-quit', (event) => {
      if (this.closing) return;
      event.preventDefault();
      void this.close();
    });
  }

  /** Without a question: the session ends, and nobody is there to answer. */
  now(): void {
    this.decided = true;
    this.parts.app.quit();
  }

  private async ask(): Promise<void> {
    const { words, busy } = this.parts;
    if (busy()) {
      const { quit } = words();
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: quit.title,
        detail: quit.body,
        buttons: [quit.quit, quit.stay],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) return;
    }
    this.now();
  }

  private async close(): Promise<void> {
    const { app, endOperation, close, log } = this.parts;
    this.closing = true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience));
    try {
      await Promise.race([endOperation().then(close), late]);
    } catch (error) {
      log.error('The host did not close in order.', error);
    }
    app.exit(0);
  }
}
