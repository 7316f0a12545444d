import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { desktopEntry } from './desktop-entry.ts';

export interface AutostartParts {
  app: Pick<App, 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  /** What starts the app: the program, and in development the folder of the app. */
  command: readonly [string, ...string[]];
  /** `$XDG_CONFIG_HOME`, absolute. */
  configHome: string;
}

/** Makes the system start the app at login, or not. Asking for what is already so touches nothing. */
export function setOpenAtLogin(on: boolean, { app, platform, command, configHome }: AutostartParts): void {
  const [program, ...given] = command;
  const args = [...given, '--hidden'];
  if (platform !== 'linux') {
    // `path` and `args` count on Windows only; macOS starts the bundle itself.
    app.setLoginItemSettings({ openAtLogin: on, path: program, args });
    return;
  }
  const file = join(configHome, 'autostart', 'sutazai-desktop.desktop');
  if (!on) {
    rmSync(file, { force: true });
    return;
  }
  const entry = desktopEntry([program, ...args]);
  if (textOf(file) === entry) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entry);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
