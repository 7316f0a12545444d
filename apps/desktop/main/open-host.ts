import type { Folders } from './folders.ts';
import type { Platform } from './platform.ts';

export async function openHost(_folders: Folders): Promise<Platform> {
  await new Promise(() => undefined);
  throw new Error('not yet');
}
