import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../log.ts';
import type { Updater } from './updates.ts';

/** electron-updater, if this build was told by electron-builder where its updates are; see build/electron-builder.mjs. */
export async function builtUpdater(app: Pick<App, 'isPackaged'>, log: Log): Promise<Updater | undefined> {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return undefined;
  // Read only where there is something to ask: it is the largest library of the shell.
  const { default: library } = await import('electron-updater');
  const updater = library.autoUpdater;
  updater.logger = log;
  return updater;
}
