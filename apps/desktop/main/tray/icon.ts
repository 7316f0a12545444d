import { join } from 'node:path';
import type { TrayShape } from './view.ts';

/**
 * File of the tray's picture; Electron takes the `@2x` beside it on dense screens. On macOS the system colours it (template),
 * elsewhere there is one for light and one for dark panels.
 */
export function trayIcon(folder: string, shape: TrayShape, dark: boolean, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(folder, `${shape}Template.png`);
  return join(folder, `${shape}-${dark ? 'dark' : 'light'}.png`);
}
