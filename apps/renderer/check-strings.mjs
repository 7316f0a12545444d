// Every word a person reads stands in a message file. Findings: text between tags, literal strings as children, and literal
// titles, labels, placeholders and alternative texts; keys that no message has; languages whose keys or placeholders differ
// from English. Run by `npm run check`; prints its findings and exits 1 if there are any.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const spoken = new Set([
  'title',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'placeholder',
  'alt',
  'label',
  'unit',
  'hint',
]);
const letters = /\p{L}{2}|\p{L}\s/u;
/** Addresses and paths read the same in every language. */
const address = /^[a-z]+:\/\/\S+$/;

export function checkStrings(root = here) {
  const messages = readMessages(join(root, 'messages'));
  return [...files(root).flatMap((file) => checkFile(root, file, messages.en)), ...checkLocales(messages)];
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', 'dev', 'messages', 'public'].includes(entry.name) ? [] : files(path);
    }
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

export function checkText(name, source, english) {
  const { program } = parseSync(name, source, { lang: name.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' });
  const findings = [];
  const report = (node, words) => findings.push(`${name}:${source.slice(0, node.start).split('\n').length} ${words}`);
  walk(program, (node, parent) => {
    if (node.type === 'JSXText' && letters.test(node.value)) report(node, `literal text: ${node.value.trim()}`);
    if (node.type === 'JSXAttribute' && spoken.has(attributeName(node))) {
      for (const text of literals(node.value)) report(node, `literal ${attributeName(node)}: ${text}`);
    }
    if (node.type === 'JSXExpressionContainer' && parent?.type !== 'JSXAttribute') {
      for (const text of literals(node)) report(node, `literal text: ${text}`);
    }
    if (node.type === 'CallExpression' && isT(node.callee)) {
      const problem = keyProblem(node.arguments[0], english);
      if (problem) report(node, problem);
    }
  });
  return findings;
}

const checkFile = (root, file, english) => checkText(relative(root, file), readFileSync(file, 'utf8'), english);

const attributeName = (node) => (node.name.type === 'JSXIdentifier' ? node.name.name : '');
const isT = (callee) =>
  (callee.type === 'Identifier' && callee.name === 't') ||
  (callee.type === 'MemberExpression' && callee.property.name === 't' && callee.object.name === 'i18n');

/** Strings that would be shown as they stand here: of a choice both sides, of a template what is around the values. */
function literals(node) {
  if (!node) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' && letters.test(node.value) && !address.test(node.value)
        ? [node.value]
        : [];
    case 'JSXExpressionContainer':
      return literals(node.expression);
    case 'ConditionalExpression':
      return [...literals(node.consequent), ...literals(node.alternate)];
    case 'LogicalExpression':
      return [...literals(node.left), ...literals(node.right)];
    case 'TemplateLiteral':
      return node.quasis.map((q) => q.value.cooked ?? '').filter((text) => letters.test(text));
    default:
      return [];
  }
}

function keyProblem(argument, english) {
  if (!argument) return undefined;
  if (argument.type === 'ConditionalExpression') {
    return keyProblem(argument.consequent, english) ?? keyProblem(argument.alternate, english);
  }
  if (argument.type === 'Literal' && typeof argument.value === 'string') {
    return has(english, argument.value) ? undefined : `no message has the key ${argument.value}`;
  }
  if (argument.type !== 'TemplateLiteral') return undefined;
  const pattern = new RegExp(
    `^${argument.quasis.map((q) => q.value.raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}(_(one|other))?$`,
  );
  return [...english.keys()].some((key) => pattern.test(key))
    ? undefined
    : `no message has a key like ${pattern.source}`;
}

const has = (messages, key) => messages.has(key) || messages.has(`${key}_other`);

function walk(node, visit, parent) {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit, parent);
  } else if (node && typeof node === 'object' && typeof node.type === 'string') {
    visit(node, parent);
    for (const [name, child] of Object.entries(node)) if (name !== 'parent') walk(child, visit, node);
  }
}

function readMessages(folder) {
  const locales = {};
  for (const locale of readdirSync(folder)) {
    locales[locale] = new Map();
    for (const file of readdirSync(join(folder, locale))) {
      flatten(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, locale, file), 'utf8')), locales[locale]);
    }
  }
  return locales;
}

function flatten(prefix, value, into) {
  if (typeof value === 'string') into.set(prefix, value);
  else for (const [key, child] of Object.entries(value)) flatten(`${prefix}.${key}`, child, into);
}

function checkLocales({ en, ...others }) {
  const values = (text) =>
    [...text.matchAll(/\{\{\s*(\w+)|<(\w+)>/g)]
      .map((m) => m[1] ?? m[2])
      .sort()
      .join();
  return Object.entries(others).flatMap(([locale, messages]) => [
    ...[...en.keys()].filter((k) => !messages.has(k)).map((k) => `messages/${locale}: ${k} is missing`),
    ...[...messages.keys()].filter((k) => !en.has(k)).map((k) => `messages/${locale}: ${k} is in no English file`),
    ...[...messages]
      .filter(([k, text]) => en.has(k) && values(text) !== values(en.get(k)))
      .map(([k]) => `messages/${locale}: ${k} has other placeholders than in English`),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkStrings();
  for (const finding of findings) console.log(finding);
  process.exitCode = findings.length ? 1 : 0;
}
