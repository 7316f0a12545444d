import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const root = here('../..');
export const desktop = join(root, 'apps', 'desktop');

/** The app's own bundles, as they ship. */
export function buildApp(): void {
  execFileSync(process.execPath, [join(desktop, 'bundle.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The double as one CommonJS file, so that `require` and `import` of `electron` get the same one. */
export async function buildDouble(): Promise<void> {
  await build({
    entryPoints: [here('./electron-double/index.ts')],
    outfile: here('./electron-double/dist/electron.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['playwright-core'],
    logLevel: 'warning',
  });
}

/** A small page of our own that speaks to the host as the renderer does; returns its folder. */
export async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sutazai-page-'));
  await build({
    entryPoints: [here('./page/page.ts')],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    loader: { '.html': 'copy' },
  });
  await build({
    entryPoints: [here('./page/index.html')],
    outdir: folder,
    loader: { '.html': 'copy' },
    logLevel: 'warning',
  });
  return folder;
}
