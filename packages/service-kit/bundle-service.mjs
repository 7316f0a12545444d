// Bundles a platform service into one folder that runs with Node alone: what its image, and the embedded form, are made of.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * `entries`: name in dist → source file. `external`: packages that are loaded only where they are installed (embedded).
 * Swagger UI's files come along, as it looks for them beside itself.
 */
export async function bundleService({ folder, entries, external = [] }) {
  const dist = join(folder, 'dist');
  const outdir = join(dist, 'app');
  rmSync(dist, { recursive: true, force: true });
  await build({
    absWorkingDir: folder,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    // CommonJS packages inside the bundle still call `require` and look beside their file.
    banner: {
      js: [
        "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);",
        "import { fileURLToPath as __fp } from 'node:url'; import { dirname as __dn } from 'node:path';",
        'const __filename = __fp(import.meta.url); const __dirname = __dn(__filename);',
      ].join('\n'),
    },
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'error',
  });
  const require = createRequire(import.meta.url);
  const assets = join(dirname(require.resolve('@fastify/swagger-ui')), 'static');
  // It looks for its pages beside its own folder, and for its logo inside.
  mkdirSync(join(dist, 'static'), { recursive: true });
  mkdirSync(join(outdir, 'static'), { recursive: true });
  const pages = readdirSync(assets).filter((file) => !file.endsWith('.map') && file !== 'swagger-ui.js');
  for (const file of pages) cpSync(join(assets, file), join(dist, 'static', file));
  cpSync(join(assets, 'logo.svg'), join(outdir, 'static', 'logo.svg'));
  // Node reads .mjs as it is; this only spares it the search for a package file upwards.
  writeFileSync(join(outdir, 'package.json'), '{"type":"module"}\n');
}
