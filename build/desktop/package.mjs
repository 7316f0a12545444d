// `npm run package -- [electron-builder's arguments]`: lays out what ships and packs it. `--stand-in` packs a `dir` around a
// stand-in for Electron: the layout is real, the program is not.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, Platform } from 'electron-builder';
import config from '../electron-builder.mjs';
import { stageApp } from './app.mjs';
import { fetchNatives } from './natives.mjs';
import { stageProduct } from './product.mjs';
import { partsList } from './sbom.mjs';
import { makeStandIn } from './stand-in.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = fileURLToPath(new URL('../../dist/desktop/', import.meta.url));

/** Packs for this platform; returns the paths of what was made (for `dir` electron-builder names none). */
export async function pack({ standIn, targets, pages = `${root}apps/renderer/dist` }) {
  for (const part of ['app', 'product', 'out', 'stand-in'])
    rmSync(`${folder}${part}`, { recursive: true, force: true });
  stageApp(root, `${folder}app`, pages);
  stageProduct(root, `${folder}product`);
  if (!standIn) {
    const target = { version: config.electronVersion, arch: process.arch, platform: process.platform };
    fetchNatives(`${folder}app`, target);
  }
  const { version } = JSON.parse(readFileSync(`${root}apps/desktop/package.json`, 'utf8'));
  const electron = { name: 'electron', version: config.electronVersion, licence: 'MIT' };
  mkdirSync(`${folder}out`, { recursive: true });
  writeFileSync(`${folder}out/sbom.cdx.json`, JSON.stringify(partsList(root, { version, extra: [electron] }), null, 2));
  const electronDist = standIn ? makeStandIn(`${folder}stand-in`) : config.electronDist;
  return build({
    targets: Platform.current().createTarget(targets),
    config: { ...config, ...(electronDist ? { electronDist } : {}) },
    publish: 'never',
    projectDir: root,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const standIn = given.includes('--stand-in');
  const targets = given.filter((word) => !word.startsWith('--'));
  const made = await pack({ standIn, targets: standIn ? ['dir'] : targets.length > 0 ? targets : null });
  for (const path of made.filter((path) => existsSync(path))) console.log(path);
  console.log(
    `Packed below ${folder}out${standIn ? ' around a stand-in for Electron: it shows the layout and does not run' : ''}.`,
  );
}
