import type { Words } from '../../words/words.ts';
import type { Log } from '../log.ts';

/** The part of electron-updater that is used. It compares the SHA-512 of each download itself, and on Windows the publisher. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  checkForUpdates(): Promise<{ isUpdateAvailable: boolean; updateInfo: { version: string } } | null>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(): void;
}

export interface UpdateParts {
  /** Undefined where the build names no server for updates. */
  updater(): Promise<Updater | undefined>;
  version: string;
  words(): Words;
  /** True while a stack operation runs: nothing is downloaded or installed then. */
  busy(): boolean;
  /** Shows a question; resolves with the index of the button, the last one (leave it) if it was closed. */
  ask(title: string, body: string, buttons: string[]): Promise<number>;
  log: Log;
}

/** Looks for a newer version, and asks before each step that costs something: the download, and the restart. */
export class Updates {
  private running = false;
  constructor(private readonly parts: UpdateParts) {}

  /** `asked`: by a person, who gets an answer in any case; else only a newer version is worth a word. */
  async check(asked: boolean): Promise<void> {
    const { words, busy, log } = this.parts;
    const { update } = words();
    if (this.running) return;
    const updater = await this.parts.updater();
    if (updater === undefined) return this.say(asked, update.off, update.offBody);
    if (busy()) return this.say(asked, update.busy, update.busyBody);
    this.running = true;
    try {
      await this.steps(updater, asked);
    } catch (error) {
      log.error('The update failed.', error);
      await this.say(asked, update.failed, update.failedBody(reason(error)));
    } finally {
      this.running = false;
    }
  }

  private async steps(updater: Updater, asked: boolean): Promise<void> {
    const { words, busy, ask, version } = this.parts;
    const { update } = words();
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    const found = await updater.checkForUpdates();
    if (found?.isUpdateAvailable !== true) return this.say(asked, update.none, update.noneBody(version));
    const next = found.updateInfo.version;
    const answer = await ask(update.found(next), update.foundBody(version), [update.download, update.later]);
    if (answer !== 0) return;
    // An operation may have begun while the question stood.
    if (busy()) return this.say(true, update.busy, update.busyBody);
    await updater.downloadUpdate();
    if ((await ask(update.ready(next), update.readyBody, [update.install, update.later])) !== 0) return;
    if (busy()) return this.say(true, update.busy, update.busyBody);
    updater.quitAndInstall();
  }

  private async say(aloud: boolean, title: string, body: string): Promise<void> {
    if (aloud) await this.parts.ask(title, body, ['OK']);
  }
}

/** The first sentence: electron-updater appends headers and stacks to some of its messages. */
const reason = (error: unknown): string => {
  const text = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';
  return /[.!?]$/.test(text) ? text : `${text.slice(0, 200)}.`;
};
