import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadProject } from '../../compose/index.ts';
import { type CatalogueEntry, catalogue } from './catalogue.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the page stands; a test compares it with what this module renders. */
export const stackDocsPath = at('../../../../docs/stack.md');
const composeFile = at('../../../../resources/compose/compose.yaml');
const tiers = ['core', 'vectors', 'model', 'platform', 'agents', 'monitoring'];

const headings: Readonly<Record<string, string>> = {
  core: 'Core: databases, broker, registry, gateway',
  vectors: 'Vector stores',
  model: 'Model server',
  platform: 'Platform services',
  agents: 'Agents',
  monitoring: 'Monitoring (profile `monitoring`)',
};

/** docs/stack.md, made from the compose files: `node --import tsx packages/core/stack/catalogue/render-docs.ts`. */
export async function renderStackDocs(): Promise<string> {
  const { project, declaredProfiles } = await loadProject({
    cwd: tmpdir(),
    files: [composeFile],
    environment: {},
    profiles: ['*'],
  });
  const entries = catalogue(project, tiers);
  const jobs = entries.filter((e) => e.job);
  const services = entries.filter((e) => !e.job);
  return [
    '<!-- Generated from resources/compose by packages/core/stack/catalogue/render-docs.ts. Do not edit by hand. -->',
    '# The stack',
    `${services.length} services and ${jobs.length} jobs that prepare them. Every host port is bound to 127.0.0.1 and can be changed (\`sutazai up --fix-ports\`, or the variable in the compose file). Passwords are generated on the first start and reach the containers as files.`,
    `Profiles: ${declaredProfiles.map((p) => `\`${p}\``).join(', ')}. Exactly one of \`cpu\`, \`gpu-nvidia\`, \`gpu-cdi\` and \`gpu-amd\` runs the model server; \`cpu\` where none is chosen.`,
    ...tiers.flatMap((tier) => {
      const own = services.filter((e) => e.tier === tier);
      return own.length === 0 ? [] : [`## ${headings[tier] ?? tier}`, ...own.map(section)];
    }),
    '## Jobs',
    'They run at each start, change only what is missing, and end.',
    table(
      ['Job', 'What it does', 'Image'],
      jobs.map((j) => [j.service, j.about, `\`${j.image}\``]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(e: CatalogueEntry): string {
  const rows = [
    ['Image', `\`${e.image}\``],
    ['Host port', e.ports.map((p) => `${p.host} → ${p.container}`).join(', ') || 'none, reached inside the stack only'],
    ...(e.web
      ? [['Web page', `http://localhost:${e.ports.find((p) => p.container === e.web?.port)?.host}${e.web.path}`]]
      : []),
    ['Data', e.data.map((d) => `volume \`${d.volume}\` at \`${d.path}\``).join(', ') || 'none'],
    ['Health', e.health ? `\`${e.health.replaceAll('|', '\\|').replaceAll('\n', ' ')}\`` : "the image's own check"],
    ['Backup', e.backup || 'none'],
    ['Licence', e.licence],
    ...(e.memoryBytes ? [['Memory limit', `${Math.round(e.memoryBytes / 1024 ** 2)} MiB`]] : []),
    ...(e.profiles.length > 0 ? [['Profile', e.profiles.map((p) => `\`${p}\``).join(', ')]] : []),
  ];
  return [`### ${e.title} (\`${e.service}\`)`, `${e.about}.`, table(['', ''], rows as string[][])].join('\n\n');
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(stackDocsPath, await renderStackDocs());
  console.log(stackDocsPath);
}
