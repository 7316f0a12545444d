// `npm start`: everything from a fresh clone to the running product. `npm start -- COMMAND …` runs any other command of
// the command line after the same set-up.
import { spawn } from 'node:child_process';
import { ensureBuilt, ensurePackages, requireNode, root } from './dependencies.mjs';
import { ensureEngine } from './engine.mjs';

requireNode();
ensurePackages();
const bundle = ensureBuilt();
const given = process.argv.slice(2);
const args = given.length > 0 ? given : ['up'];
if (args[0] === 'up') await ensureEngine(bundle);

const child = spawn(process.execPath, [bundle, ...args], { cwd: process.env.INIT_CWD ?? root, stdio: 'inherit' });
// Ctrl-C reaches the child from the terminal itself; this process only waits for its answer.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 130 : 1);
});
