// What goes into the archive: the bundles, the pages, the icons, and the one native module with what it needs to be loaded.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
/** The native module, and what it loads itself at run time (its installer is not among it). */
const natives = ['better-sqlite3', 'bindings', 'file-uri-to-path'];

/** Lays out the application below `to` from what `npm run build` made; `pages` is the built renderer. */
export function stageApp(root, to, pages) {
  const shell = join(root, 'apps', 'desktop');
  for (const made of [join(shell, 'dist', 'main.mjs'), join(pages, 'index.html')]) {
    if (!existsSync(made)) throw new Error(`${made} is not there: run \`npm run build\` first.`);
  }
  cpSync(join(shell, 'dist'), join(to, 'dist'), { recursive: true, filter: shipped });
  cpSync(pages, join(to, 'pages'), { recursive: true, filter: shipped });
  cpSync(join(root, 'build', 'icons', 'tray'), join(to, 'icons', 'tray'), { recursive: true });
  cpSync(join(root, 'build', 'icons', '256x256.png'), join(to, 'icons', '256x256.png'));
  for (const name of natives) copyModule(name, join(to, 'node_modules', name));
  const { version, productName, description } = JSON.parse(readFileSync(join(shell, 'package.json'), 'utf8'));
  const manifest = {
    name: 'sutazai-desktop',
    productName,
    version,
    description,
    author: { name: 'SutazAI', email: 'desktop@sutazai.invalid' },
    license: 'UNLICENSED',
    homepage: 'https://sutazai.invalid/',
    type: 'module',
    main: './dist/main.mjs',
  };
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

const shipped = (file) => !/\.(map|tsbuildinfo)$/.test(file);

/** Code, manifest and licence; of a native module also its built file, and neither its sources nor its build's leftovers. */
function copyModule(name, to) {
  const from = dirname(require.resolve(`${name}/package.json`));
  const keep = (file) =>
    !/\/(deps|src|obj|obj\.target|test|tests)(\/|$)/.test(file.slice(from.length)) &&
    (!/\/build\//.test(file.slice(from.length)) || /\/(Release|better_sqlite3\.node)$/.test(file)) &&
    !/^(binding\.gyp|Makefile|test_extension\.node|sqlite3\.a)$/.test(basename(file)) &&
    shipped(file);
  cpSync(from, to, { recursive: true, filter: keep, dereference: true });
}
