// Bundles the command line: one small entry and a chunk per command, so that `--version` does not load an engine.
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withoutUnused } from '@sutazai/core/without-unused';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here('./dist');
rmSync(outdir, { recursive: true, force: true });

await build({
  entryPoints: { sutazai: here('./main.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['better-sqlite3'],
  plugins: [withoutUnused],
  // CommonJS packages inside the bundle still call `require`.
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
  legalComments: 'none',
  minifySyntax: true,
  logLevel: 'warning',
});
chmodSync(here('./dist/sutazai.mjs'), 0o755);

// The pages that `sutazai serve` shows, where they are built already (turbo builds them first).
const pages = here('../../apps/renderer/dist');
if (existsSync(pages)) cpSync(pages, here('./dist/renderer'), { recursive: true });
