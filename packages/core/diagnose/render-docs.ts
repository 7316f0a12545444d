import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fill } from '../template.ts';
import type { Entry } from './catalogue/entry.ts';
import { areas, codes } from './catalogue/index.ts';
import { type Platform, platforms } from './platform.ts';

/** Where the page stands; a test compares it with what this module renders. */
export const docsPath = fileURLToPath(new URL('../../../docs/errors.md', import.meta.url));

const systems: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
  wsl: 'WSL',
};

const exitCodes: readonly (readonly [number, string])[] = [
  [0, 'done'],
  [1, 'a service or an operation failed'],
  [2, 'the command or a compose file has a mistake; nothing was touched'],
  [3, 'the container engine cannot be used'],
  [4, 'refused before the start: ports, disk, memory, secrets, graphics card'],
  [5, 'something did not become ready in time, or reports that it is not well'],
  [6, 'the state file of SutazAI cannot be used'],
  [130, 'cancelled'],
];

/** docs/errors.md, made from the catalogue: `node --import tsx packages/core/diagnose/render-docs.ts`. */
export function renderDocs(): string {
  return [
    '<!-- Generated from packages/core/diagnose/catalogue by render-docs.ts. Do not edit by hand. -->',
    '# Error codes',
    `Every failure has a code, a cause and next steps. These are all ${codes.length}. \`sutazai\` prints the code beside the message; \`--json\` has it as \`code\`.`,
    '## Exit codes of `sutazai`',
    table(
      ['Exit code', 'Meaning'],
      exitCodes.map(([code, meaning]) => [String(code), meaning]),
    ),
    ...areas.flatMap(([heading, area]) => [
      `## ${heading}`,
      ...Object.entries<Entry>(area).map(([code, entry]) => renderEntry(code, entry)),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function renderEntry(code: string, entry: Entry): string {
  const kind = entry.severity === 'error' ? '' : `${entry.severity}, `;
  const steps = entry.next.map((step) =>
    typeof step === 'string' ? `- ${sentence(step)}` : `- (${step.on.map(system).join(', ')}) ${sentence(step.do)}`,
  );
  return [
    `### ${code}`,
    `**${sentence(entry.title)}** (${kind}exit code ${entry.exit})`,
    sentence(entry.cause),
    steps.join('\n'),
  ].join('\n\n');
}

/** Templates are shown with nothing filled in: their fallbacks are the general wording. */
function sentence(template: string): string {
  return fill(template, {});
}

function system(platform: Platform): string {
  return systems[platform];
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(docsPath), { recursive: true });
  writeFileSync(docsPath, renderDocs());
  console.log(`${docsPath}: ${codes.length} codes for ${platforms.length} systems`);
}
