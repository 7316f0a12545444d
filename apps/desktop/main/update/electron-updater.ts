import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../log.ts';
import type { Updater } from './updates.ts';

/**
 * electron-updater, if this build was told by electron-builder where its updates are (build/electron-builder.mjs). On Linux
 * only an AppImage replaces itself: a package belongs to the system's package manager, and would need more rights than ours.
 */
export async function builtUpdater(app: Pick<App, 'isPackaged'>, log: Log): Promise<Updater | undefined> {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return undefined;
  if (process.platform === 'linux' && process.env.APPIMAGE === undefined) return undefined;
  // Read only where there is something to ask: it is the largest library of the shell.
  const { default: library } = await import('electron-updater');
  const updater = library.autoUpdater;
  updater.logger = log;
  return updater;
}
