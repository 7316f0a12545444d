import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** What a page may do. Most of it is Electron's default today; it is written out so that a test can hold it. */
export const webPreferences = (preload: string, devTools: boolean): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  plugins: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools,
});

export interface WindowLook {
  preload: string;
  icon: string;
  backgroundColor: string;
  devTools: boolean;
}

/** Made hidden: it is shown with its first picture, or with its background if that takes too long. */
export const windowOptions = (look: WindowLook): BrowserWindowConstructorOptions => ({
  show: false,
  title: 'SutazAI Desktop',
  icon: look.icon,
  backgroundColor: look.backgroundColor,
  webPreferences: webPreferences(look.preload, look.devTools),
});
