// The shell's entry: what must be so before Electron is ready, and the decision whether this is the first instance.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, protocol } from 'electron';
import { foldersOf } from './folders.ts';
import { giveUp } from './give-up.ts';
import { LaunchTimings } from './launch/timings.ts';
import { run } from './run.ts';
import { customScheme } from './scheme/privileged.ts';

const timings = new LaunchTimings(process.getCreationTime() ?? Date.now());
timings.mark('main');

app.enableSandbox();
protocol.registerSchemesAsPrivileged([customScheme]);
app.setAppUserModelId('ai.sutazai.desktop');

const bundle = dirname(fileURLToPath(import.meta.url));
const folders = foldersOf(process.env, process.platform, app.isPackaged, bundle, process.resourcesPath);
try {
  mkdirSync(folders.window, { recursive: true, mode: 0o700 });
  // Decides what a second instance is: one per state folder.
  app.setPath('userData', folders.window);
  // Handed over as our own data: Chromium puts switches of its own into the argv that it passes on.
  if (app.requestSingleInstanceLock({ argv: process.argv })) run(folders, timings);
  else app.quit();
} catch (error) {
  giveUp(error, undefined);
}
