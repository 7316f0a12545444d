import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkConsistency } from './consistency.ts';
import { projectEnvironment } from './environment.ts';
import { ComposeError, isMapping, type Place } from './errors.ts';
import { composeFiles } from './files.ts';
import { interpolate } from './interpolate.ts';
import type { FileObject, Project, Service } from './model.ts';
import { nameResources, normaliseService, type RawService, usedResources } from './normalise.ts';
import { withOverlay } from './overlay.ts';
import { projectName } from './project-name.ts';
import { nearest } from './rules.ts';
import { readTree } from './tree.ts';

export interface LoadOptions {
  /** Where default compose files are looked for; relative paths given here belong to it. */
  cwd: string;
  files?: string[];
  projectDirectory?: string;
  projectName?: string;
  profiles?: string[];
  envFiles?: string[];
  /** The environment to use; this loader never looks at the process' own. */
  environment: Record<string, string | undefined>;
  /** Services named by the user: their profiles are enabled. */
  services?: string[];
  /** Port choices kept beside the user's files, laid over them last; see {@link withOverlay}. */
  overlays?: string[];
}

export interface LoadedProject {
  /** Enabled services only, and the resources that they use. */
  project: Project;
  /** Services switched off by profiles. */
  disabled: Record<string, Service>;
  workingDir: string;
  files: string[];
  envFiles: string[];
  overlays: string[];
  profiles: string[];
  declaredProfiles: string[];
  /** Declared, and used by no enabled service: secrets that others are made of. */
  spareSecrets: Record<string, FileObject>;
  warnings: string[];
  /** A variable as the files see it: of the given environment, else of the env files. */
  lookup: (name: string) => string | undefined;
}

/**
 * Compose files → one normalised project, as docker compose v2.40 reads them (facts 1.1).
 * @throws ComposeError
 */
export async function loadProject(options: LoadOptions): Promise<LoadedProject> {
  const files = composeFiles(options.cwd, options.files, options.environment);
  const workingDir = resolve(options.cwd, options.projectDirectory ?? dirname(files[0] ?? options.cwd));
  const env = await projectEnvironment(options.environment, workingDir, options.cwd, options.envFiles);
  const given = options.projectName ?? env.lookup('COMPOSE_PROJECT_NAME');
  const name = projectName(given, await nameInFiles(files, env.lookup), workingDir);
  const lookup = (key: string) => (key === 'COMPOSE_PROJECT_NAME' ? name : env.lookup(key));
  const places = new Map<string, Place>();
  const warnings = new Set<string>();
  const overlays = options.overlays ?? [];
  const context = {
    lookup,
    warn: (message: string) => warnings.add(message),
    environment: options.environment,
    including: [],
  };
  let tree = await readTree(files, workingDir, { ...context, places });
  // Places of its own: what is wrong with the user's files must be shown in them.
  if (overlays.length > 0) {
    tree = withOverlay(tree, await readTree(overlays, workingDir, { ...context, places: new Map() }));
  }
  const raw = (tree.services ?? {}) as unknown as Record<string, RawService>;
  if (Object.keys(raw).length === 0)
    throw new ComposeError('COMPOSE_NO_SERVICE', 'the compose file defines no service', { file: files[0] ?? '' });
  const declaredProfiles = [...new Set(Object.values(raw).flatMap((s) => s.profiles ?? []))].sort();
  const fromEnvironment = (env.lookup('COMPOSE_PROFILES') ?? '').split(',').filter(Boolean);
  const profiles = new Set(options.profiles && options.profiles.length > 0 ? options.profiles : fromEnvironment);
  for (const service of namedServices(raw, options.services ?? []))
    for (const p of service.profiles ?? []) profiles.add(p);
  for (const p of profiles) {
    if (p !== '*' && !declaredProfiles.includes(p)) {
      const near = nearest(p, declaredProfiles);
      warnings.add(`No service has the profile "${p}"${near ? `; did you mean "${near}"?` : ''}`);
    }
  }
  const services: Record<string, Service> = {};
  const disabled: Record<string, Service> = {};
  for (const key of Object.keys(raw).sort()) {
    const one = raw[key];
    if (!one) continue;
    const enabled =
      !one.profiles || one.profiles.length === 0 || one.profiles.some((p) => profiles.has(p)) || profiles.has('*');
    if (enabled) services[key] = await normaliseService(one, workingDir, lookup);
    else disabled[key] = one;
  }
  const extensions = Object.fromEntries(Object.entries(tree).filter(([key]) => key.startsWith('x-')));
  const project: Project = { name, services, ...extensions };
  checkConsistency({ project, disabled, tree, places });
  Object.assign(project, usedResources(tree, Object.values(services)));
  if (isMapping(tree.models)) project.models = tree.models as NonNullable<Project['models']>;
  nameResources(project);
  return {
    project,
    disabled,
    workingDir,
    files,
    envFiles: env.envFiles,
    overlays,
    profiles: [...profiles],
    declaredProfiles,
    spareSecrets: spare(tree.secrets, project.secrets),
    warnings: [...warnings],
    lookup: (name) => env.lookup(name),
  };
}

function spare(all: unknown, used: Record<string, FileObject> = {}): Record<string, FileObject> {
  const declared = isMapping(all) ? (all as unknown as Record<string, FileObject>) : {};
  return Object.fromEntries(Object.entries(declared).filter(([name]) => !(name in used)));
}

/** The last `name:` of the files, needed before they can be interpolated: COMPOSE_PROJECT_NAME is a variable in them. */
async function nameInFiles(
  files: readonly string[],
  lookup: (name: string) => string | undefined,
): Promise<string | undefined> {
  let name: string | undefined;
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = /^name:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#][^\n#]*))/m.exec(text);
    const value = found?.[1] ?? found?.[2] ?? found?.[3]?.trim();
    if (value) name = safely(value, lookup);
  }
  return name;
}

/** A broken variable in the name is reported where the file is read, with its place. */
function safely(text: string, lookup: (name: string) => string | undefined): string | undefined {
  try {
    return interpolate(text, { lookup });
  } catch {
    return undefined;
  }
}

function namedServices(raw: Record<string, RawService>, names: readonly string[]): RawService[] {
  return names.map((name) => {
    const service = raw[name];
    if (service) return service;
    const known = Object.keys(raw).sort();
    const near = nearest(name, known);
    throw new ComposeError('COMPOSE_UNKNOWN_SERVICE', `no such service: ${name}`, {
      hint: near ? `did you mean "${near}"?` : `there are: ${known.join(', ')}`,
    });
  });
}
