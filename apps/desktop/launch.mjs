// How `npm start` shows the product: a window where Electron and a display are there, else a page for the browser. Decided
// from facts only; `way` is pure, so that every case can be tested.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Node that Electron's own installer needs; the app itself brings its Node along. */
const installerNode = 22;

/** The way for a machine; types are in launch.d.mts. */
export function way({ platform, env, root, program, nodeMajor, terminal }) {
  if (env.SUTAZAI_SHOW === 'browser') return { show: 'browser', because: 'SUTAZAI_SHOW=browser asks for it' };
  const seen = platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if (!seen) return { show: 'browser', because: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  if (env.SSH_CONNECTION && platform !== 'linux') return { show: 'browser', because: 'this is a session over SSH' };
  if (platform === 'linux' && root) return { show: 'browser', because: "Chromium's sandbox does not run as root" };
  if (program !== undefined) return { show: 'window', program };
  const manual = 'Electron is not downloaded';
  if (nodeMajor < installerNode) {
    return { show: 'browser', because: `${manual}, and its installer needs Node ${installerNode} or later` };
  }
  if (env.CI || env.SUTAZAI_NO_INSTALL === '1') return { show: 'browser', because: manual };
  if (!terminal) return { show: 'browser', because: `${manual}; \`npx install-electron\` does it` };
  return { show: 'ask-install' };
}

/** Facts of this machine. Nothing is downloaded or started for them. */
export function machine() {
  return {
    platform: process.platform,
    env: process.env,
    root: process.getuid?.() === 0,
    program: electronProgram(),
    nodeMajor: Number(process.versions.node.split('.')[0]),
    terminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
  };
}

/** Where Electron's installer puts its program. Its own index.js is not asked: that one would begin the download. */
export function electronProgram(resolve = createRequire(import.meta.url).resolve, platform = process.platform) {
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
  try {
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(dirname(resolve('electron/package.json')), 'dist');
    const program = join(folder, names[platform] ?? 'electron');
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Shows the product and resolves with the exit code. `ask(question)` gets a yes or no; `serve(because)` starts the host for
 * the browser and prints its link.
 */
export async function launch({
  ask,
  serve,
  argv = [],
  facts = machine(),
  run = runAttached,
  install = installElectron,
}) {
  let decided = way(facts);
  if (decided.show === 'ask-install') {
    const agreed = await ask('The window needs Electron, which is not downloaded yet. Shall I download it?');
    const program = agreed && (await install()) ? electronProgram() : undefined;
    const because = agreed ? 'Electron could not be downloaded' : 'the download of Electron was declined';
    decided = program === undefined ? { show: 'browser', because } : { show: 'window', program };
  }
  if (decided.show === 'browser') return serve(decided.because);
  return run(decided.program, [here('.'), ...argv]);
}

function runAttached(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

/** Electron's own installer; true if it ended well. */
async function installElectron() {
  const installer = createRequire(import.meta.url).resolve('electron/install.js');
  return (await runAttached(process.execPath, [installer])) === 0;
}
