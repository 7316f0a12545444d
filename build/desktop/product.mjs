// What the engine reads, laid out in the package as it is in a clone, so that the compose files' own relative paths hold:
// resources/compose, and of each folder that an image is built from exactly what its .dockerignore lets through.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { parse } from 'yaml';

/** Folders that the compose files build images from, relative to the root; each once, sorted. */
export function buildContexts(root) {
  const compose = join(root, 'resources', 'compose');
  const files = readdirSync(compose).filter((name) => name.endsWith('.yaml'));
  const contexts = files.flatMap((name) => {
    const services = Object.values(parse(readFileSync(join(compose, name), 'utf8'), { merge: true })?.services ?? {});
    return services.flatMap(({ build }) => (build === undefined ? [] : [build.context ?? build]));
  });
  return [...new Set(contexts.map((context) => relative(root, resolve(compose, context))))].sort();
}

/** Copies the product's files below `to`. Throws for a folder whose bundle has not been made. */
export function stageProduct(root, to) {
  copy(join(root, 'resources', 'compose'), join(to, 'resources', 'compose'), ofProject);
  for (const context of buildContexts(root)) {
    const from = join(root, context);
    if (existsSync(join(from, 'bundle.mjs')) && !existsSync(join(from, 'dist'))) {
      throw new Error(`${context}/dist is not there: run \`npm run build\` first.`);
    }
    copy(from, join(to, context), allowedBy(from));
  }
  // The app copies these files out of the package once per build, and knows the build by this.
  writeFileSync(join(to, 'product.id'), contentId(to));
}

/** SHA-256 over every path and content. */
function contentId(folder) {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true }).sort()) {
    const file = join(folder, path);
    if (statSync(file).isFile()) hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * Of the folder with the compose files: what whoever packs has beside them is not the product's. docker compose writes state there
 * (`.state`, with secrets), and people their overrides.
 */
const ofProject = (path) => path === '.env' || !/(^|\/)\.|\.override\.ya?ml$|~$/.test(path);

/**
 * The engine's own rule, plus what no image needs: installed modules, caches, source maps, and what Python packages bring for
 * those who work on them.
 */
function allowedBy(folder) {
  const file = join(folder, '.dockerignore');
  const ignore = dockerignore();
  if (existsSync(file)) ignore.add(readFileSync(file, 'utf8'));
  return (path) => path === '.dockerignore' || (!ignore.ignores(path) && !never.test(path));
}
const never =
  /(^|\/)(node_modules|__pycache__|\.venv)(\/|$)|\.map$|\/site\/(.*\/)?tests\/|\/site\/.*\.(pyi|pyx|pxd|[ch])$/;

function copy(from, to, wanted, inside = '') {
  for (const name of readdirSync(join(from, inside))) {
    const path = inside === '' ? name : `${inside}/${name}`;
    // A folder that is ignored as such may hold exceptions, so every folder is entered; only wanted files make it exist.
    if (statSync(join(from, path)).isDirectory()) {
      if (!never.test(path)) copy(from, to, wanted, path);
    } else if (wanted(path)) {
      mkdirSync(dirname(join(to, path)), { recursive: true });
      cpSync(join(from, path), join(to, path));
    }
  }
}
