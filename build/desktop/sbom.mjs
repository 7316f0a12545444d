// The parts list of a release in CycloneDX's form: every package that may be in it, with version and licence. npm's own list
// refuses a tree in which some package asks for another TypeScript, so the dependencies are followed here.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What ships; of these only what runs, not what builds. Electron itself is the program around it. */
const roots = ['apps/desktop', 'apps/renderer', 'packages/core'];

/** @param extra further parts, such as Electron: `{ name, version, licence }`. */
export function partsList(root, { version, extra = [] }) {
  const found = new Map();
  const visit = (folder, own) => {
    const { name, version: v, license, licenses, dependencies = {}, optionalDependencies = {} } = manifest(folder);
    const key = `${name}@${v}`;
    if (found.has(key)) return;
    if (!own) found.set(key, { name, version: v, licence: license ?? licenses?.[0]?.type ?? licenses?.[0] });
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const at = resolve(folder, dependency, root);
      // An optional one that is not for this system is not there.
      if (at !== undefined && !dependency.startsWith('@sutazai/')) visit(at, false);
    }
  };
  for (const folder of roots) visit(join(root, folder), true);
  const parts = [...found.values(), ...extra].sort((a, b) => a.name.localeCompare(b.name));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: 'sutazai-desktop', version } },
    components: parts.map(component),
  };
}

const component = ({ name, version, licence }) => ({
  type: 'library',
  name,
  version,
  purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  ...(licence === undefined ? {} : { licenses: [licenceOf(licence)] }),
});
/** An expression such as `(MIT OR Apache-2.0)` has a field of its own. */
const licenceOf = (licence) =>
  /\s/.test(licence) ? { expression: licence.replace(/^\((.*)\)$/, '$1') } : { license: { id: licence } };

const manifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** As Node looks: beside the package, then in each folder above it. */
function resolve(from, name, root) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}
