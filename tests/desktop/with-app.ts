import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { type DesktopApp, type LaunchSettings, launchApp, runsOn } from './app.ts';
import { buildApp, buildDouble, buildPage } from './build.ts';

/** False where there is neither Electron nor a browser to stand in for its windows. */
export const canRun = runsOn === 'electron' || browserAvailable();

/** What a test file shares: the built bundles, a page of ours, and a state folder that is thrown away. */
export interface Bench {
  stateDir: string;
  pages: string;
  /** Starts the app on the shared state; it is closed at the end at the latest. */
  launch(more?: Partial<LaunchSettings>): Promise<DesktopApp>;
}

/** Builds once per file. The output says on which of the two the tests ran. */
export function bench(): Bench {
  const stateDir = mkdtempSync(join(tmpdir(), 'sutazai-desktop-'));
  const running: DesktopApp[] = [];
  const made: Bench = {
    stateDir,
    pages: '',
    launch: async (more = {}) => {
      const app = await launchApp({ stateDir, pages: made.pages, ...more });
      running.push(app);
      return app;
    },
  };
  beforeAll(async () => {
    console.log(
      runsOn === 'electron'
        ? 'Desktop tests run on Electron itself.'
        : "Desktop tests run on the double of the Electron module (its windows are Chromium pages): Electron's program is not here.",
    );
    buildApp();
    if (runsOn === 'double') await buildDouble();
    made.pages = await buildPage();
  });
  afterAll(async () => {
    for (const app of running) await app.close();
    rmSync(stateDir, { recursive: true, force: true });
    rmSync(made.pages, { recursive: true, force: true });
  });
  return made;
}

/** Looks again until it is so; patient, since the machine may be busy with much else. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 30_000, interval: 50 });
