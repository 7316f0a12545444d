import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { failure } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import type { PortFix } from '../preflight/types.ts';

const head = `# Ports that were taken when the stack was started, and those used instead (sutazai up --fix-ports).
# Laid over the project's own files, which stay untouched. Delete this file to go back to their ports.
`;

/** Where a project's port choices are kept; laid over its files by the loader (`overlays`). */
export function overridePath(stateDir: string, project: string): string {
  return join(stateDir, 'projects', project, 'ports.override.yaml');
}

/**
 * Takes the offered ports, over what an earlier call kept. Only the changed mappings are written: what the files say of the
 * others, now or later, goes on to count. The file is replaced in one step. The model is not changed: load it anew.
 */
export async function applyPortFix(
  stateDir: string,
  model: StackModel,
  fixes: PortFix | readonly PortFix[],
): Promise<{ file: string }> {
  const list = Array.isArray(fixes) ? (fixes as readonly PortFix[]) : [fixes as PortFix];
  return changeKept(stateDir, model, (kept) => {
    for (const fix of list) kept[fix.service] = withFix(kept[fix.service] ?? [], fix);
  });
}

/** Changes the kept choices; those of services that the files no longer name go. */
export async function changeKept(
  stateDir: string,
  model: StackModel,
  change: (kept: Kept) => void,
): Promise<{ file: string }> {
  const file = overridePath(stateDir, model.project.name);
  const all = { ...model.project.services, ...model.disabled, ...model.external };
  const kept = Object.fromEntries(Object.entries(await readKept(file)).filter(([name]) => Object.hasOwn(all, name)));
  change(kept);
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

/** One mapping of a service, by what it is in the files, and the host port that it gets. */
export interface Choice {
  target: number;
  protocol: string;
  host_ip?: string;
  published: string;
  /** Host port in the files; a choice counts only as long as they ask for that one. */
  'x-instead-of'?: string;
}
export type Kept = Record<string, Choice[]>;

/** Choices that led to the port which is now taken too are taken along, as the files still name their first port. */
function withFix(choices: readonly Choice[], fix: PortFix): Choice[] {
  const same = (c: Choice) =>
    c.target === fix.target && c.protocol === fix.protocol && (c.host_ip ?? '') === fix.hostIp;
  const from = String(fix.from);
  const published = String(fix.to);
  const { target, protocol, hostIp } = fix;
  return [
    ...choices
      .filter((c) => !(same(c) && c['x-instead-of'] === from))
      .map((c) => (same(c) && c.published === from ? { ...c, published } : c)),
    { target, protocol, ...(hostIp ? { host_ip: hostIp } : {}), published, 'x-instead-of': from },
  ];
}

function render(kept: Kept): string {
  return stringify(
    { services: Object.fromEntries(Object.entries(kept).map(([name, ports]) => [name, { ports }])) },
    { lineWidth: 0 },
  );
}

export async function readKept(file: string): Promise<Kept> {
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
    doc.errors.length > 0 ? undefined : (doc.toJS() as { services?: Record<string, { ports?: Choice[] }> } | null);
  if (!value?.services)
    throw failure('COMPOSE_YAML_SYNTAX', { file, path: file, detail: 'the kept port choices cannot be read' });
  return Object.fromEntries(Object.entries(value.services).map(([name, s]) => [name, s.ports ?? []]));
}
