import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchDouble } from './launch-double.ts';
import { launchElectron } from './launch-electron.ts';

type Electron = typeof import('electron');

/** The app as a test holds it: the same in Electron and on the double. */
export interface DesktopApp {
  /** Which of the two it is. */
  on: 'electron' | 'double';
  /** The app's page; waits for its window. */
  page(): Promise<Page>;
  /** Runs a function in the main process; what it takes and gives must be plain data. */
  main<T, A = undefined>(run: (electron: Electron, argument: A) => T | Promise<T>, argument?: A): Promise<Awaited<T>>;
  /** Starts the app a second time on the same state; resolves with its exit code. */
  again(argv: string[]): Promise<number | null>;
  /** What the main process wrote. */
  output(): string;
  /** Resolves when the process has ended. */
  exited: Promise<number | null>;
  close(): Promise<void>;
}

export interface LaunchSettings {
  stateDir: string;
  pages: string;
  argv?: string[];
  env?: Record<string, string>;
  /** A packed app, unpacked again: what runs is what ships. On the double only. */
  packed?: { app: string; resources: string };
}

/** Electron's own program, if this machine has it. It is looked for without starting its download. */
export function electronProgram(): string | undefined {
  const folder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..');
  const program = join(folder, 'dist', process.platform === 'win32' ? 'electron.exe' : 'electron');
  return existsSync(program) ? program : undefined;
}

export const runsOn = electronProgram() === undefined ? 'double' : 'electron';

export function launchApp(settings: LaunchSettings): Promise<DesktopApp> {
  const env = {
    ...process.env,
    ...settings.env,
    LANG: 'en_US.UTF-8',
    SUTAZAI_STATE_DIR: settings.stateDir,
    SUTAZAI_PAGES_DIR: settings.pages,
    XDG_CONFIG_HOME: join(settings.stateDir, 'config'),
  };
  const program = electronProgram();
  const given = { env, argv: settings.argv ?? [], packed: settings.packed };
  return program === undefined ? launchDouble(given) : launchElectron(program, given);
}
