import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { namedTypes } from '../contract/index.ts';
import { type ContractProcedureEntry, procedures } from './procedures.ts';
import { typeText } from './type-text.ts';

/** Where the page stands; a test compares it with what this module renders. */
export const docsPath = fileURLToPath(new URL('../../../docs/api.md', import.meta.url));

const head = `<!-- Generated from packages/core/contract by packages/core/api/render-docs.ts. Do not edit by hand. -->
# The API behind window and browser

One contract, written as schemas in \`packages/core/contract\` and checked in both directions while it runs. A browser reaches it
by WebSocket at \`ws://127.0.0.1:11000/api\` (\`sutazai serve\`), the window by a MessagePort; both carry the same messages (oRPC
1.16). A procedure marked as a stream gives one value after another until the caller ends it, its connection closes, or there
is no more to tell.

**Who gets in.** The server listens on 127.0.0.1 only. A request must name it as \`127.0.0.1\` or \`localhost\` with its port (against
DNS rebinding), a WebSocket must come from a page of this very server (or from no page at all), and must offer the token as a
subprotocol: \`new WebSocket(url, ['sutazai', 'token.' + token])\`. The token stands behind \`#\` in the link that \`sutazai serve\`
prints, is kept in \`serve-token\` of the state folder for its owner only, and does not change; delete that file to make old links
invalid. It is no cookie, as a browser would send a cookie to every port of this machine. A wrong token is answered by close
code 4401, a message above 32 MiB by 1009, one that is none by 1007.

**What goes wrong** arrives as one typed error, code \`SUTAZAI\` (status 422), whose data is a diagnosis: \`code\` (docs/errors.md),
\`title\`, \`cause\`, \`nextSteps\`. A payload that does not fit its schema is \`BAD_REQUEST\` (400).

Times are milliseconds since the epoch and sizes are bytes unless a field's name says otherwise. \`?\` marks what may be absent.`;

/** All of them but the one that is being shown. */
function names(own: string): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries<z.ZodType>(namedTypes)) if (id !== own) registry.add(schema, { id });
  return registry;
}

/** docs/api.md, made from the contract: `node --import tsx packages/core/api/render-docs.ts`. */
export function renderDocs(): string {
  const all = procedures();
  const areas = [...new Set(all.map(areaOf))];
  return [
    head,
    ...areas.flatMap((area) => {
      const words = wordsOf(area);
      const own = all.filter((p) => areaOf(p) === area);
      return [`## ${area}`, ...own.map((p) => procedureText(p, words.get(p.name.split('.').at(-1) ?? '')))];
    }),
    '## Named types',
    ...Object.entries<z.ZodType>(namedTypes).map(
      ([name, schema]) => `### ${name}\n\n${block(typeOf(schema, 'output', name))}`,
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const areaOf = (p: ContractProcedureEntry) => p.name.split('.')[0] ?? '';

function procedureText({ name, input, output, stream }: ContractProcedureEntry, words = ''): string {
  const parts = [`### ${name}`];
  if (words) parts.push(words);
  if (input) parts.push(`Takes`, block(typeOf(input, 'input')));
  const gives = stream ?? output;
  if (gives) parts.push(stream ? 'A stream of' : 'Gives', block(typeOf(gives, 'output')));
  else parts.push('Gives nothing.');
  return parts.join('\n\n');
}

const block = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;

function typeOf(schema: z.ZodType, io: 'input' | 'output', own = ''): string {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline', metadata: names(own) });
  return typeText(json);
}

/** The sentences above a procedure in its contract file. */
function wordsOf(area: string): Map<string, string> {
  const text = readFileSync(new URL(`../contract/${area}.ts`, import.meta.url), 'utf8');
  const words = new Map<string, string>();
  for (const [, comment = '', name = ''] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+): base\b/g)) {
    words.set(
      name,
      comment
        .replace(/\n\s*\* ?/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  }
  return words;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(docsPath, renderDocs());
  console.log(`${docsPath}: ${procedures().length} procedures`);
}
