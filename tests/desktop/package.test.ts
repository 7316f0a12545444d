import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { beforeAll, describe, expect, it } from 'vitest';
import { fusesAmiss } from '../../build/desktop/fuses.mjs';
import { pack } from '../../build/desktop/package.mjs';
import { buildContexts } from '../../build/desktop/product.mjs';
import { root } from './build.ts';

// electron-builder's `dir` target with the configuration that ships, around a stand-in for Electron's program (it cannot be
// downloaded where these tests run): what lies where, what is not there, and the fuses set and read back.

const unpacked = join(root, 'dist', 'desktop', 'out', 'linux-unpacked');
const asar = join(unpacked, 'resources', 'app.asar');
let inside: string[] = [];
let beside: string[] = [];

interface Node {
  files?: Record<string, Node>;
  unpacked?: boolean;
  integrity?: { algorithm: string; hash: string };
}
/** Path and SHA-256 of every file inside; undefined where there is none. */
const sumsOf = (node: Node, at = ''): [string, string | undefined][] =>
  Object.entries(node.files ?? {}).flatMap(([name, inner]) => {
    const path = at === '' ? name : `${at}/${name}`;
    if (inner.files !== undefined) return sumsOf(inner, path);
    const { integrity } = inner;
    return [[path, integrity?.algorithm === 'SHA256' ? integrity.hash : undefined]];
  });

const tree = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());

describe.skipIf(process.platform !== 'linux')('the package', () => {
  beforeAll(async () => {
    execFileSync('npx', ['turbo', 'run', 'build', '--output-logs=errors-only'], { cwd: root, stdio: 'inherit' });
    await pack({ standIn: true, targets: ['dir'] });
    inside = listPackage(asar, { isPack: false }).map((path) => path.slice(1));
    beside = tree(join(unpacked, 'resources'));
  });

  it('the archive holds the bundles, the pages, the icons and one native module, and nothing else', () => {
    const tops = new Set(inside.map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(['dist', 'icons', 'node_modules', 'package.json', 'pages']);
    const modules = new Set(inside.filter((p) => p.startsWith('node_modules/')).map((p) => p.split('/')[1]));
    expect([...modules].sort()).toEqual(['better-sqlite3', 'bindings', 'file-uri-to-path']);
    expect(inside).toEqual(expect.arrayContaining(['dist/main.mjs', 'dist/preload.cjs', 'pages/index.html']));
    expect(inside.some((path) => /^pages\/assets\/.+\.js$/.test(path))).toBe(true);
  });
  it('no source, map, test, cache or build leftover', () => {
    const all = [...inside, ...beside.filter((path) => !path.startsWith('product/packages/faiss/dist/site/'))];
    const wrong = all.filter(
      (path) =>
        /\.(map|tsx|tsbuildinfo|gyp|o|a|c|cpp|h|log|pdb)$|(?<!\.d)\.ts$|\.test\.|(^|\/)(__pycache__|\.git|\.turbo|coverage)(\/|$)/.test(
          path,
        ) || /(^|\/)(\.npmrc|id_rsa|.*\.pem|.*\.key|ports\.override\.yaml|state\.db)$/.test(path),
    );
    expect(wrong).toEqual([]);
    // Nor what Python packages bring for their developers, nor what docker compose writes beside its files.
    expect(beside.filter((path) => /\/site\/(.*\/)?tests\/|(^|\/)\.state\//.test(path))).toEqual([]);
  });
  it('every file of the archive has its sum in the header, which the program checks where Electron can', () => {
    const sums = sumsOf(getRawHeader(asar).header as unknown as Node);
    expect(sums.length).toBeGreaterThan(50);
    for (const [path, sum] of sums) {
      expect(sum, path).toBe(createHash('sha256').update(extractFile(asar, path)).digest('hex'));
    }
  });
  it('the manifest names the entry and no dependency to be installed', () => {
    const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ main: './dist/main.mjs', type: 'module', productName: 'SutazAI Desktop' });
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('devDependencies');
  });
  it('the native module lies outside the archive, where the system can load it', () => {
    expect(beside.filter((path) => path.endsWith('.node'))).toEqual([
      'app.asar.unpacked/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    ]);
  });
  it('the stack is beside it as in a clone: the compose files, and what each own image is built from', () => {
    // Hidden files are of whoever packs, but for the project's own defaults.
    const ofProject = tree(join(root, 'resources', 'compose')).filter((path) => !/(^|\/)\.(?!env$)/.test(path));
    const compose = ofProject.map((path) => `product/resources/compose/${path}`);
    expect(beside).toEqual(expect.arrayContaining(compose));
    expect(buildContexts(root).length).toBeGreaterThan(2);
    for (const context of buildContexts(root)) {
      expect(beside).toContain(`product/${context}/Dockerfile`);
      expect(beside.some((path) => path.startsWith(`product/${context}/dist/`) || path.endsWith('.py'))).toBe(true);
    }
    expect(readFileSync(join(unpacked, 'resources', 'product', 'product.id'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });
  it('the fuses of the program are as they must be', async () => {
    expect(await fusesAmiss(join(unpacked, 'sutazai-desktop'))).toEqual([]);
  });
  it('and a program whose fuses are not is told from one whose are', async () => {
    const amiss = await fusesAmiss(join(root, 'dist', 'desktop', 'stand-in', 'electron'));
    expect(amiss).toEqual(
      expect.arrayContaining(['RunAsNode', 'OnlyLoadAppFromAsar', 'EnableNodeCliInspectArguments']),
    );
  });
  it('what is read before the first window stays small', () => {
    const main = readFileSync(join(root, 'apps', 'desktop', 'dist', 'main.mjs'), 'utf8');
    const chunks = [...main.matchAll(/^(?:import|\} from) .*"\.\/([\w-]+\.mjs)"/gm)].map((match) => match[1] ?? '');
    const bytes = ['main.mjs', ...chunks].map((name) => statSync(join(root, 'apps', 'desktop', 'dist', name)).size);
    expect(chunks.length).toBeGreaterThan(0);
    expect(bytes.reduce((a, b) => a + b)).toBeLessThan(600 * 1024);
  });
});
