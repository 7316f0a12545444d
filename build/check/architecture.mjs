// The house's own rules (docs/architecture.md): import direction, file size, pinned images, no password literal, no registry host.
// (`any` is the linter's: biome.json.) Reads the files that git knows and those that it does not ignore.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A file past this many lines holds more than one idea. Data, recorded fixtures and prose are excepted. */
const maxLines = 400;

/** Lower floors first; a folder may import from its own floor's folder and from those above it in this list only. */
const floors = [
  // The contract is all that the pages know of the rest: schemas, and nothing that runs only on Node.
  ['packages/core/contract'],
  // What pages may do, for whoever serves them; alone, so that the window has it without reading the core.
  ['packages/core/page-headers.ts'],
  // Texts with holes: the core fills the English ones, the pages those of other languages.
  ['packages/core/template.ts'],
  ['apps/renderer'],
  // Schemas and a client that knows no service: the control plane speaks to agents with it.
  ['packages/agents/contract/protocol'],
  // How what is known is looked at again when it changed, for every area that can be watched.
  ['packages/core/changes.ts', 'packages/core/latest.ts'],
  ['packages/core/compose'],
  ['packages/core/diagnose', 'packages/core/store'],
  ['packages/core/engine'],
  ['packages/core/stack', 'packages/core/gateway', 'packages/core/models'],
  ['packages/core/metrics', 'packages/core/operations', 'packages/core/agents', 'packages/core/alerts'],
  ['packages/core/chat'],
  ['packages/core/hosting'],
  ['packages/core/gateway-of-stack.ts'],
  ['packages/core/host.ts'],
  ['packages/core/api'],
  ['packages/cli', 'apps/desktop'],
  ['packages/service-kit'],
  ['packages/documents', 'packages/vectors'],
  ['packages/agents/contract'],
  ['packages/backend', 'packages/mcp-bridge', 'packages/agents/langchain', 'packages/model-server'],
  ['tests', 'build'],
];

/** Folders of one floor that must not know each other, and what a folder may reach in the others: only the door. */
const doors = new Set(floors.flat().filter((f) => f.startsWith('packages/core/')));

/** Every rule over all files; one line per finding, empty when all is well. */
export function architecture(root) {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((f) => f && existsSync(join(root, f)));
  const read = (f) => readFileSync(join(root, f), 'utf8');
  return [
    ...files.filter(isSource).flatMap((f) => [...imports(f, read(f)), ...size(f, read(f))]),
    ...files.filter(isCompose).flatMap((f) => floatingImages(f, read(f))),
    ...files
      .filter((f) => isSource(f) || isCompose(f) || /\.(sh|mjs|env|toml)$/.test(f))
      .flatMap((f) => passwords(f, read(f))),
    ...files.filter(isText).flatMap((f) => registryHosts(f, read(f))),
  ];
}

const isSource = (f) => /\.(ts|tsx|mjs|sh)$/.test(f) && !f.includes('/fixtures/');
const isCompose = (f) => /\.ya?ml$/.test(f) && !f.startsWith('tests/parity/') && !f.includes('/fixtures/');
const isText = (f) =>
  !/\.(png|ico|icns|gguf|tar|lock)$/.test(f) && f !== 'package-lock.json' && !f.startsWith('build/check/');

function floorOf(file) {
  const folder = floors.flat().find((f) => file === f || file.startsWith(`${f}/`));
  return { folder, level: floors.findIndex((l) => l.includes(folder)) };
}

/** Imports point down, and into another core folder only through its door (index.ts), or a type file of its port. */
export function imports(file, text) {
  const findings = [];
  const own = floorOf(file);
  for (const match of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const target = resolveImport(file, match[1]);
    if (target === undefined || own.level < 0) continue;
    const other = floorOf(target);
    if (other.level < 0 || other.folder === own.folder) continue;
    if (other.level > own.level) findings.push(`${file}: imports ${target}, a floor above its own`);
    else if (other.level === own.level && own.folder?.startsWith('packages/')) {
      findings.push(`${file}: imports ${target}, its neighbour on the same floor`);
    } else if (doors.has(other.folder) && !isTest(file) && !isDoor(target, other.folder)) {
      findings.push(`${file}: reaches past the door of ${other.folder} (${target})`);
    }
  }
  return findings;
}

// render-docs.ts makes a page of docs/: a tool of the build that stands beside what it renders.
const isTest = (f) =>
  f.endsWith('.test.ts') || f.endsWith('/render-docs.ts') || f.startsWith('tests/') || f.startsWith('build/');
// diagnose/error.ts holds only the error type: the one thing that types of a higher floor may name without the catalogue.
const isDoor = (target, folder) =>
  target === `${folder}/index.ts` || target === folder || target === 'packages/core/diagnose/error.ts';

function resolveImport(file, specifier) {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier)).replaceAll('\\', '/');
  const inside = /^@sutazai\/core\/(\w+)$/.exec(specifier);
  if (inside) return inside[1] === 'host' ? 'packages/core/host.ts' : `packages/core/${inside[1]}/index.ts`;
  return packageDoors[specifier];
}

/** Packages that are consumed from source under their own name. */
const packageDoors = {
  '@sutazai/service-kit': 'packages/service-kit/index.ts',
  '@sutazai/agent-contract': 'packages/agents/contract/index.ts',
  '@sutazai/agent-contract/protocol': 'packages/agents/contract/protocol/index.ts',
};

function size(file, text) {
  const lines = text.split('\n').length;
  return lines > maxLines ? [`${file}: ${lines} lines, more than ${maxLines}`] : [];
}

/** Every image is pinned to a version: neither `latest` nor no tag at all. */
export function floatingImages(file, text) {
  return lineFindings(
    file,
    text,
    /^\s*image:\s*["']?(?!\$)(?:\S+:(?:latest|main|master|edge|nightly|stable)\b|[^:\s"'@{}]+["']?\s*$)/,
    'an image without a fixed version',
  );
}

/** A literal after a key that names a secret. References (`${…}`, `*_FILE`, paths) and empty values are none. */
export function passwords(file, text) {
  if (isTest(file) || file.includes('.test.')) return [];
  return lineFindings(
    file,
    text,
    /\b\w*(?:password|passwd|secret_key|api_key|auth_token)\b["']?\s*[:=]\s*["'](?!\$|\/|\.)[^"'\s${}]{6,}["']/i,
    'what looks like a password',
  );
}

function registryHosts(file, text) {
  return lineFindings(
    file,
    text,
    /registry\.npmjs\.org|deb\.debian\.org|pypi\.org|crates\.io|proxy\.golang\.org|repo1?\.maven/,
    'the host of a package registry',
  );
}

function lineFindings(file, text, pattern, what, except = () => false) {
  return text
    .split('\n')
    .flatMap((line, i) =>
      pattern.test(line) && !except(line) ? [`${file}:${i + 1}: ${what}: ${line.trim().slice(0, 80)}`] : [],
    );
}
