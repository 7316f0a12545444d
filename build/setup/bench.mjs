// `npm run bench:NAME`: sets up as `npm test` does, then runs tests/bench/NAME.ts, which prints one JSON line.
import { join } from 'node:path';
import { ensureBuilt, ensurePackages, requireNode, root, run } from './dependencies.mjs';

requireNode();
ensurePackages();
ensureBuilt();
const name = process.argv[2] ?? '';
const lab = join(root, 'tests', 'lab', 'lab.sh');
const engine = process.env.BENCH_ENGINE === '20' ? '20' : '28';
run('bash', [lab, 'install'], { stdio: ['ignore', 'ignore', 'inherit'] });
run('bash', [lab, 'up', engine], { stdio: ['ignore', 'ignore', 'inherit'] });
run('bash', [lab, 'images', engine], { stdio: ['ignore', 'ignore', 'inherit'] });
run(process.execPath, ['--import', 'tsx', join(root, 'tests', 'bench', `${name}.ts`)]);
