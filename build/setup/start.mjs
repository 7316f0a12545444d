// `npm start`: everything from a fresh clone to the running product: its window, or a link for the browser where no window
// can be. `npm start -- COMMAND …` runs a command of the command line after the same set-up.
import { spawn } from 'node:child_process';
import { agreed } from './agreed.mjs';
import { ensureBuilt, ensurePackages, requireNode, root } from './dependencies.mjs';
import { ensureEngine } from './engine.mjs';

requireNode();
ensurePackages();
const bundle = ensureBuilt();
const given = process.argv.slice(2);
if (given.length === 0 || given[0] === 'up') await ensureEngine(bundle);
process.exitCode = given.length > 0 ? await sutazai(...given) : await show();

/** Runs the command line and resolves with its exit code. */
function sutazai(...args) {
  const child = spawn(process.execPath, [bundle, ...args], { cwd: process.env.INIT_CWD ?? root, stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal itself; this process only waits for its answer.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

async function show() {
  const { launch } = await import('../../apps/desktop/launch.mjs');
  return launch({
    ask: agreed,
    serve(because) {
      console.log(`No window: ${because}. The same pages in a browser:`);
      return sutazai('serve');
    },
  });
}
