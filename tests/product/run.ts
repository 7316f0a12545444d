// `npm run stack:test-up` and `stack:test-down`: the product's whole stack with locally built images, left running.
//
//   stack:test-up [-- --all]     the fast images, or all of them (Go builds, Neo4j: the first time takes long)
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildImages } from './images.ts';
import { TestStack } from './test-stack.ts';

const stateDir = '/var/tmp/sutazai-test-stack';
const cli = fileURLToPath(new URL('../../packages/cli/main.ts', import.meta.url));
const [command, ...flags] = process.argv.slice(2);
const which = flags.includes('--all') ? 'all' : 'fast';

if (command !== 'up' && command !== 'down') {
  console.error('usage: run.ts up|down [--all]');
  process.exit(2);
}
if (command === 'up') buildImages(which);
const test = await TestStack.make({ which, name: 'sutazai-test', stateDir });
if (command === 'up' && test.leftOut.length > 0)
  console.error(`Left out, as no image is at hand: ${test.leftOut.join(', ')}`);
const files = test.files.flatMap((f) => ['-f', f]);
const profiles = test.profiles.flatMap((p) => ['--profile', p]);
const end = command === 'down' ? ['--volumes'] : [];
const run = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    cli,
    command,
    ...files,
    ...profiles,
    '-p',
    test.name,
    '--state-dir',
    stateDir,
    '--host',
    test.engine.dockerHost,
    ...end,
  ],
  { stdio: 'inherit', env: { ...process.env, ...test.environment } },
);
process.exit(run.status ?? 1);
