import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { localClient, serveMessagePort } from '@sutazai/core/api';
import { openHost as openCoreHost } from '@sutazai/core/host';
import type { Folders } from './folders.ts';
import type { Platform } from './platform.ts';
import { unpackProduct } from './product/unpack.ts';

/** Opens the core in this process: the product's own project, or in a clone the one that SUTAZAI_COMPOSE_FILE names. */
export async function openHost(folders: Folders, version: string, packaged: boolean): Promise<Platform> {
  const product = packaged ? await unpackProduct(folders.product, folders.state) : folders.product;
  const composeFile = folders.composeFile ?? join(product, 'resources', 'compose', 'compose.yaml');
  const host = await openCoreHost({
    version,
    mode: 'window',
    cwd: dirname(composeFile),
    files: [composeFile],
    // The stack's compose files name this folder for secrets that are generated.
    environment: { SUTAZAI_STATE_DIR: folders.state, ...process.env },
    stateDir: folders.state,
    home: homedir(),
    platform: process.platform,
    uid: process.getuid?.() ?? 0,
  });
  const context = { host };
  return {
    client: localClient(context),
    servePort: (port) => serveMessagePort(port, context),
    woke: () => host.woke(),
    close: () => host.close(),
  };
}
