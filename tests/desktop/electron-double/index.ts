// A double of the `electron` module for the main process, whose windows are real Chromium pages. Used where Electron's own
// binary cannot be had; docs/testing.md says what it cannot show. Its surface is held to Electron's types in conforms.ts.
export { app } from './app.ts';
export { BrowserWindowDouble as BrowserWindow } from './browser-window.ts';
export { debuggingAddress } from './chromium.ts';
export {
  dialog,
  globalShortcut,
  MenuDouble as Menu,
  NotificationDouble as Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  TrayDouble as Tray,
} from './desktop.ts';
export { ipcMain } from './ipc.ts';
export { protocol } from './protocol.ts';
export { recorded } from './record.ts';
export { session } from './session.ts';
