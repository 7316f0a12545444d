import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The product's folder for its own state; the same one that the command line uses (docs/architecture.md). */
export function stateFolder(env: Record<string, string | undefined>, platform: NodeJS.Platform): string {
  if (env.SUTAZAI_STATE_DIR) return resolve(env.SUTAZAI_STATE_DIR);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'SutazAI');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'SutazAI');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'sutazai');
}

export interface Folders {
  state: string;
  /** Chromium's profile, window state and log: below the state, so that one folder holds all there is to delete. */
  window: string;
  pages: string;
  icons: string;
  preload: string;
  /** The product's files: in a built app still inside the package (see product/unpack.ts), in a clone the clone. */
  product: string;
  /** Only a clone may be told to use another project. */
  composeFile: string | undefined;
}

/**
 * Where everything lies. A built app has pages and icons inside its archive (covered by the integrity check) and what the
 * engine must read beside it; a clone has them where they were built. Only a clone may be told otherwise by environment.
 */
export function foldersOf(
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform,
  packaged: boolean,
  bundle: string,
  resources: string,
): Folders {
  const state = stateFolder(env, platform);
  const root = join(bundle, '..', '..', '..');
  return {
    state,
    window: join(state, 'window'),
    preload: join(bundle, 'preload.cjs'),
    icons: packaged ? join(bundle, '..', 'icons') : join(root, 'build', 'icons'),
    pages: packaged
      ? join(bundle, '..', 'pages')
      : resolve(env.SUTAZAI_PAGES_DIR ?? join(root, 'apps', 'renderer', 'dist')),
    product: packaged ? join(resources, 'product') : root,
    composeFile: packaged || !env.SUTAZAI_COMPOSE_FILE ? undefined : resolve(env.SUTAZAI_COMPOSE_FILE),
  };
}
