import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { failure } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import type { PortFix } from '../preflight/types.ts';

const head = `# Ports that were taken when the stack was started, and those used instead (sutazai up --fix-ports).
# Merged after the project's own files, which stay untouched. Delete this file to go back to their ports.
`;

/** Where a project's port choices are kept; a compose file that is merged last. */
export function overridePath(stateDir: string, project: string): string {
  return join(stateDir, 'projects', project, 'ports.override.yaml');
}

/**
 * Takes the offered ports: writes the services' whole port lists, with the fixed entries changed, over what an earlier
 * call kept. The file is replaced in one step. The model is not changed: load it anew.
 */
export async function applyPortFix(
  stateDir: string,
  model: StackModel,
  fixes: PortFix | readonly PortFix[],
): Promise<{ file: string }> {
  const file = overridePath(stateDir, model.project.name);
  const all = { ...model.project.services, ...model.disabled, ...model.external };
  // A service that the files no longer have would be one without an image to compose.
  const kept = Object.fromEntries(Object.entries(await read(file)).filter(([name]) => Object.hasOwn(all, name)));
  const list = Array.isArray(fixes) ? (fixes as readonly PortFix[]) : [fixes as PortFix];
  for (const service of new Set(list.map((f) => f.service))) {
    const mine = list.filter((f) => f.service === service);
    kept[service] = (model.project.services[service]?.ports ?? []).map((p) => {
      const fix = mine.find(
        (f) =>
          f.target === p.target &&
          f.protocol === p.protocol &&
          String(f.from) === p.published &&
          f.hostIp === (p.host_ip ?? ''),
      );
      return fix ? { ...p, published: String(fix.to) } : { ...p };
    });
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, head + render(kept), { mode: 0o600 });
  await rename(draft, file);
  return { file };
}

/** Forgets the choices; the project's own ports count again. */
export async function clearOverrides(stateDir: string, project: string): Promise<void> {
  await rm(overridePath(stateDir, project), { force: true });
}

type Kept = Record<string, unknown[]>;

/** `!override` replaces the service's list; a plain merge would publish the taken port as well. */
function render(kept: Kept): string {
  const services = Object.entries(kept).map(([name, ports]) => {
    const body = stringify(ports, { lineWidth: 0 }).replaceAll(/^/gm, '      ').trimEnd();
    return `  ${JSON.stringify(name)}:\n    ports: !override\n${body}`;
  });
  return `services:\n${services.join('\n')}\n`;
}

async function read(file: string): Promise<Kept> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // Only a file that is not there holds no choices; one that cannot be read must not be written over.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const doc = parseDocument(text, { logLevel: 'silent' });
  const value =
    doc.errors.length > 0 ? undefined : (doc.toJS() as { services?: Record<string, { ports?: unknown[] }> } | null);
  if (!value?.services)
    throw failure('COMPOSE_YAML_SYNTAX', { file, path: file, detail: 'the kept port choices cannot be read' });
  return Object.fromEntries(Object.entries(value.services).map(([name, s]) => [name, s.ports ?? []]));
}
