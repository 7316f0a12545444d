// `npm run bench:NAME`: sets up as `npm test` does, then runs tests/bench/NAME.ts, which prints one JSON line.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aptInstall } from './apt.mjs';
import { ensureBuilt, ensurePackages, requireNode, root, run } from './dependencies.mjs';

requireNode();
ensurePackages();
ensureBuilt();
const name = process.argv[2] ?? '';
if (name === 'services' && spawnSync('wrk', ['-v']).error) {
  const why = aptInstall('wrk', ['wrk'], 'or install wrk yourself');
  if (why) {
    console.error(why);
    process.exit(1);
  }
}
const lab = join(root, 'tests', 'lab', 'lab.sh');
const engine = process.env.BENCH_ENGINE === '20' ? '20' : '28';
run('bash', [lab, 'install'], { stdio: ['ignore', 'ignore', 'inherit'] });
run('bash', [lab, 'up', engine], { stdio: ['ignore', 'ignore', 'inherit'] });
run('bash', [lab, 'images', engine], { stdio: ['ignore', 'ignore', 'inherit'] });
run(process.execPath, ['--import', 'tsx', join(root, 'tests', 'bench', `${name}.ts`)]);
