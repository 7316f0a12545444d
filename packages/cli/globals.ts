import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '@sutazai/core/diagnose';
import type { OpenOptions } from '@sutazai/core/stack';

/** Options that every command takes. */
export interface Globals {
  file?: string[];
  project?: string;
  projectDirectory?: string;
  profile?: string[];
  envFile?: string[];
  host?: string;
  json?: boolean;
  color?: boolean;
  quiet?: boolean;
  stateDir?: string;
}

/** Where our own state lives: settings, kept port choices, history. */
export function stateFolder(globals: Pick<Globals, 'stateDir'>, env = process.env): string {
  const given = globals.stateDir ?? env.SUTAZAI_STATE_DIR;
  if (given) return resolve(given);
  if (process.platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'SutazAI');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'SutazAI');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'sutazai');
}

/** The product's own project: beside the bundle in the repository, or where SUTAZAI_COMPOSE_FILE says. */
export function ownProject(env = process.env): string | undefined {
  if (env.SUTAZAI_COMPOSE_FILE) return resolve(env.SUTAZAI_COMPOSE_FILE);
  const places = ['../../../resources/compose/compose.yaml', '../resources/compose/compose.yaml'];
  return places.map((p) => fileURLToPath(new URL(p, import.meta.url))).find((p) => existsSync(p));
}

/**
 * Which project a command is about: `-f`, else COMPOSE_FILE, else our own stack. `-f .` means the compose file found from
 * here upward. `-p NAME` without a file means what the engine has under that name.
 */
export function openOptions(globals: Globals, services: readonly string[], signal?: AbortSignal): OpenOptions {
  const stateDir = stateFolder(globals);
  const base = {
    cwd: process.cwd(),
    // The stack's compose files name this folder for secrets that are generated; compose itself may be told another one.
    environment: { SUTAZAI_STATE_DIR: stateDir, ...process.env },
    stateDir,
    home: homedir(),
    platform: process.platform,
    uid: process.getuid?.() ?? 0,
    services: [...services],
    ...(globals.project ? { projectName: globals.project } : {}),
    ...(globals.projectDirectory ? { projectDirectory: globals.projectDirectory } : {}),
    ...(globals.profile ? { profiles: globals.profile } : {}),
    ...(globals.envFile ? { envFiles: globals.envFile } : {}),
    ...(globals.host ? { host: globals.host } : {}),
    ...(signal ? { signal } : {}),
  };
  const files = globals.file ?? [];
  if (files.includes('.')) return base;
  if (files.length > 0) return { ...base, files };
  if (process.env.COMPOSE_FILE) return base;
  // A name of a project that is not ours, and no file: the engine's labels know it. The state folder holds no compose file.
  if (globals.project && globals.project !== 'sutazai') return { ...base, cwd: stateDir };
  const own = ownProject();
  if (own) return { ...base, files: [own] };
  throw failure('COMPOSE_FILE_NOT_FOUND', { path: process.cwd() });
}
