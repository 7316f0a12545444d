// `npm run check`: every rule that matters, as one command. Each step prints its own findings; all run even if one fails,
// so that a person sees everything at once.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { architecture } from './architecture.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const steps = [
  ['format and lint', 'npx', ['biome', 'check', '.']],
  ['types', 'npx', ['turbo', 'run', 'typecheck', '--output-logs=errors-only']],
  ['types of the tests', 'npx', ['tsc', '--noEmit', '-p', 'tests']],
  ['unused code', 'npx', ['knip', '--no-progress']],
  ['words of the pages', process.execPath, ['apps/renderer/check-strings.mjs']],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const begun = Date.now();
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    FORCE_COLOR: process.env.FORCE_COLOR ?? '0',
  };
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  report(name, status === 0, Date.now() - begun, status === 0 ? '' : `${stdout}${stderr}`);
}
const begun = Date.now();
const findings = architecture(root);
report('architecture', findings.length === 0, Date.now() - begun, findings.join('\n'));
process.exitCode = failed === 0 ? 0 : 1;

function report(name, ok, ms, output) {
  if (!ok) failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`);
  if (output) console.log(output.trimEnd().replaceAll(/^/gm, '     '));
}
