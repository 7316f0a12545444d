// Bundles the shell: the main process as ES modules with a chunk for the core, which is read only once the window is there;
// the preload as one CommonJS file, because a sandboxed preload can load nothing but `electron`.
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withoutUnused } from '@sutazai/core/without-unused';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here('./dist');
rmSync(outdir, { recursive: true, force: true });

const shared = { bundle: true, legalComments: 'none', minifySyntax: true, logLevel: 'warning' };
const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8'));

await build({
  ...shared,
  entryPoints: { main: here('./main/main.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['electron', 'better-sqlite3'],
  plugins: [withoutUnused],
  define: { __VERSION__: JSON.stringify(version) },
  // CommonJS packages inside the bundle still call `require`.
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
});

await build({
  ...shared,
  entryPoints: { preload: here('./preload/preload.ts') },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'browser',
  target: 'chrome140',
  external: ['electron'],
});
