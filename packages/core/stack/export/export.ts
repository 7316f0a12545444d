import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Service } from '../../compose/index.ts';
import { failure } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import { escapeDollars, plainProject } from './plain.ts';

export interface ExportResult {
  directory: string;
  /** Relative to the directory. */
  files: string[];
  /** What the user should know: what stays where it is, what must be filled in. */
  notes: string[];
}

/**
 * Writes the project as plain compose: one resolved compose.yaml, one .env, and copies of the configuration files that it
 * mounts. `docker compose up` runs it unchanged on this machine. Secrets are not copied: they stay where they are, and
 * the .env says where. All or nothing: it is written beside the target first and moved into place.
 * @throws SutazaiError EXPORT_NOT_EMPTY, EXPORT_FAILED
 */
export async function exportTo(
  model: StackModel,
  directory: string,
  options: { force?: boolean },
): Promise<ExportResult> {
  const target = resolve(directory);
  if (!options.force && existsSync(target) && (await readdir(target)).length > 0) {
    throw failure('EXPORT_NOT_EMPTY', { path: target });
  }
  const draft = `${target}.partial-${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    const result = await writeInto(model, draft);
    await mkdir(target, { recursive: true });
    for (const file of await readdir(draft)) {
      await rm(join(target, file), { recursive: true, force: true });
      await rename(join(draft, file), join(target, file));
    }
    return { directory: target, ...result };
  } catch (error) {
    throw failure(
      'EXPORT_FAILED',
      { path: target, detail: error instanceof Error ? error.message : '' },
      { cause: error },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeInto(model: StackModel, draft: string): Promise<Omit<ExportResult, 'directory'>> {
  const notes: string[] = [];
  const files = ['compose.yaml', '.env'];
  const { project, env } = plainProject(model.project);
  for (const [name, service] of Object.entries(project.services)) {
    files.push(...(await copyMounts(model, name, service, draft, notes)));
    if (service.build?.context) notes.push(`${name} is built from ${service.build.context}, which is not copied`);
  }
  for (const [name, secret] of Object.entries(project.secrets ?? {})) {
    if (!secret.file) continue;
    const variable = `SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_FILE`;
    env.set(variable, secret.file);
    secret.file = `\${${variable}}`;
    notes.push(`secret ${name} stays at its place; ${variable} in .env says where, change it when you move the folder`);
  }
  const head = `# Written by sutazai export; runs with: docker compose up\n`;
  await writeFile(
    join(draft, 'compose.yaml'),
    head + stringify(project, { lineWidth: 120, aliasDuplicateObjects: false }),
  );
  const lines = [...env].map(([k, v]) => `${k}='${v.replaceAll("'", "\\'")}'`);
  await writeFile(join(draft, '.env'), `${[`COMPOSE_PROJECT_NAME=${model.project.name}`, ...lines].join('\n')}\n`, {
    mode: 0o600,
  });
  return { files, notes };
}

/** Configuration beside the compose files travels along; data and system paths (sockets, /proc, other folders) do not. */
async function copyMounts(
  model: StackModel,
  name: string,
  service: Service,
  draft: string,
  notes: string[],
): Promise<string[]> {
  const copied: string[] = [];
  for (const mount of service.volumes ?? []) {
    if (mount.type !== 'bind' || !mount.source || !isAbsolute(mount.source)) continue;
    const inside = relative(model.workingDir, mount.source);
    const source = mount.source;
    if (inside.startsWith('..') || isAbsolute(inside) || inside === '' || !existsSync(source)) {
      notes.push(`${name} mounts ${source}, which is not copied`);
      mount.source = escapeDollars(source);
      continue;
    }
    const place = join('files', inside || basename(source));
    await cp(source, join(draft, place), { recursive: true, filter: async (f) => !(await stat(f)).isSocket() });
    mount.source = `./${place}`;
    copied.push(place);
  }
  return copied;
}
