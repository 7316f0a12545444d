import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedProject, type LoadOptions, loadProject } from '../compose/index.ts';
import { failure, fromUnknown } from '../diagnose/index.ts';
import { type Engine, findEngine } from '../engine/index.ts';
import { openStore, type Store } from '../store/index.ts';
import { applyExternals, externalVariables } from './external/index.ts';
import { modelFromLabels } from './from-labels.ts';
import type { StackModel } from './model.ts';
import { overridePath } from './overrides/index.ts';
import { missingProfiles } from './profiles.ts';
import type { OpenOptions, Stack } from './stack.ts';
import { StackOnEngine } from './stack-on-engine.ts';

/**
 * Loads a project and finds its engine. Nothing is changed by it.
 * @throws SutazaiError: COMPOSE_* (exit code 2), ENGINE_* (3), STATE_* (6).
 */
export async function openStack(options: OpenOptions): Promise<Stack> {
  const store = await openState(options.stateDir);
  try {
    // The file and the engine do not depend on each other; the file's faults are told first, as they need no engine.
    const engine = connectEngine(options, store.choices.engine());
    engine.catch(() => undefined);
    const loaded = await loadModel(options, store).catch(async (error: unknown) => {
      if (!canGoByLabels(options, error)) {
        engine.then((e) => e.close()).catch(() => undefined);
        throw fromUnknown(error);
      }
      return undefined;
    });
    const connected = await engine;
    const { projectName } = options;
    const model = loaded ?? (await modelFromLabels(connected, projectName ?? '', options.signal));
    return new StackOnEngine({
      engine: connected,
      model,
      fromLabels: loaded === undefined,
      store,
      options,
      reload: () => loadModel(options, store),
    });
  } catch (error) {
    store.close();
    throw fromUnknown(error);
  }
}

/** What of our own state makes a project what it is. */
export type ModelStore = Pick<Store, 'externals'> & Partial<Pick<Store, 'choices'>>;

/** The model alone: for `config` and other work that needs no engine. */
export async function loadModel(given: OpenOptions, store: ModelStore): Promise<StackModel> {
  const options = withModelsFolder(given, store.choices?.modelsFolder());
  const first = await load(options, options.environment, store);
  const external = store.externals.list(first.project.name);
  if (Object.keys(external).length === 0) return modelOf(first);
  // A second pass: services declare a variable that carries the address of one that runs elsewhere.
  const variables = externalVariables(first.project, external);
  const second =
    Object.keys(variables).length > 0 ? await load(options, { ...options.environment, ...variables }, store) : first;
  return applyExternals(modelOf(second), external);
}

async function load(
  options: OpenOptions,
  environment: Record<string, string | undefined>,
  store: ModelStore,
): Promise<LoadedProject> {
  const request = {
    cwd: options.cwd,
    environment,
    ...(options.files ? { files: options.files } : {}),
    ...(options.projectName ? { projectName: options.projectName } : {}),
    ...(options.projectDirectory ? { projectDirectory: options.projectDirectory } : {}),
    ...(options.profiles ? { profiles: options.profiles } : {}),
    ...(options.envFiles ? { envFiles: options.envFiles } : {}),
    ...(options.services ? { services: options.services } : {}),
  };
  const plain = await withKeptProfiles(await loadChosen(request), request, store);
  // The override's place depends on the project's name, which only the load tells.
  const overlay = overridePath(options.stateDir, plain.project.name);
  return existsSync(overlay) ? loadProject({ ...request, profiles: plain.profiles, overlays: [overlay] }) : plain;
}

/**
 * The profiles that were switched on in the app count for every command, unless it names others itself (`--profile`, or
 * COMPOSE_PROFILES in its own environment; one in `.env` is the project's default and gives way).
 */
async function withKeptProfiles(plain: LoadedProject, request: LoadOptions, store: ModelStore): Promise<LoadedProject> {
  if (request.profiles || request.environment.COMPOSE_PROFILES !== undefined) return plain;
  const kept = store.choices?.profiles(plain.project.name)?.filter((p) => plain.declaredProfiles.includes(p));
  if (!kept) return plain;
  return loadChosen({ ...request, environment: { ...request.environment, COMPOSE_PROFILES: kept.join(',') } });
}

/** Within the folder that was chosen, the one that the model server gets. */
export function modelsFolderOfServer(folder: string): string {
  return join(folder, 'ollama');
}

/** The stack's model server keeps its models where this variable says (resources/compose/model.yaml). */
function withModelsFolder(options: OpenOptions, folder: string | undefined): OpenOptions {
  if (folder === undefined || options.environment.SUTAZAI_MODELS_FOLDER !== undefined) return options;
  return { ...options, environment: { ...options.environment, SUTAZAI_MODELS_FOLDER: modelsFolderOfServer(folder) } };
}

/** With the profiles that are chosen, and of each group of which one must run its first where none is. */
async function loadChosen(request: LoadOptions): Promise<LoadedProject> {
  const loaded = await loadProject(request);
  const unknown = (request.profiles ?? []).filter((p) => p !== '*' && !loaded.declaredProfiles.includes(p));
  if (unknown[0] !== undefined) {
    throw failure('COMPOSE_UNKNOWN_PROFILE', { profile: unknown[0], reason: reasonOf(loaded.declaredProfiles) });
  }
  const missing = missingProfiles(loaded);
  return missing.length > 0 ? loadProject({ ...request, profiles: [...loaded.profiles, ...missing] }) : loaded;
}

function modelOf(loaded: LoadedProject): StackModel {
  return {
    project: loaded.project,
    disabled: loaded.disabled,
    external: {},
    workingDir: loaded.workingDir,
    files: [...loaded.files, ...loaded.overlays],
    envFiles: loaded.envFiles,
    profiles: loaded.profiles,
    warnings: loaded.warnings,
    spareSecrets: loaded.spareSecrets,
    variables: variablesOf(loaded),
  };
}

/** Values of `secrets.*.environment` and `configs.*.environment`, and where builds find the ssh agent; `.env` counts too. */
function variablesOf({ project, lookup }: LoadedProject): Record<string, string | undefined> {
  const definitions = [...Object.values(project.secrets ?? {}), ...Object.values(project.configs ?? {})];
  const names = definitions.flatMap((d) => (d.environment ? [d.environment] : []));
  if (Object.values(project.services).some((s) => s.build?.ssh?.length)) names.push('SSH_AUTH_SOCK');
  return Object.fromEntries(names.map((name) => [name, lookup(name)]));
}

function canGoByLabels(options: OpenOptions, error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return options.projectName !== undefined && options.files === undefined && code === 'COMPOSE_FILE_NOT_FOUND';
}

/** `--host`, then what the command's own environment names, then what was chosen in the app, then what is found. */
async function connectEngine(options: OpenOptions, kept: string | undefined): Promise<Engine> {
  const { DOCKER_HOST, DOCKER_CONTEXT } = options.environment;
  const explicit = options.host ?? (DOCKER_HOST || DOCKER_CONTEXT ? undefined : kept);
  const found = await findEngine({
    ...(explicit ? { explicit } : {}),
    environment: options.environment,
    home: options.home,
    platform: options.platform,
    uid: options.uid,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if ('engine' in found) return found.engine;
  throw failure(found.code, { url: found.url, detail: found.detail });
}

async function openState(stateDir: string): Promise<Store> {
  try {
    return await openStore(stateDir);
  } catch (error) {
    throw fromUnknown(error);
  }
}

const reasonOf = (declared: readonly string[]) =>
  declared.length > 0 ? `there are ${declared.join(', ')}` : 'the file has none';
