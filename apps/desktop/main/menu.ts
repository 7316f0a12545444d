import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from '../words/words.ts';
import type { Place } from './window/places.ts';

export interface MenuActions {
  go(place: Place): void;
  closeWindow(): void;
  start(): void;
  stop(): void;
  showLog(): void;
  checkForUpdates(): void;
  quit(): void;
}

type Item = MenuItemConstructorOptions;

/**
 * The application menu. Keys that the page handles itself (in a browser there is no menu) are shown here but not taken, so
 * that nothing happens twice. No reload and no developer tools in a built app.
 */
export function applicationMenu(
  words: Words,
  act: MenuActions,
  development: boolean,
  platform: NodeJS.Platform,
): Item[] {
  const { menu } = words;
  const page = (label: string, key: string, place: Place): Item => ({
    label,
    accelerator: key,
    registerAccelerator: false,
    click: () => act.go(place),
  });
  const about: Item = { role: 'about', label: menu.about };
  const updates: Item = { label: menu.checkForUpdates, click: () => act.checkForUpdates() };
  const line: Item = { type: 'separator' };
  const mac = platform === 'darwin';
  return [
    ...(mac
      ? [
          {
            label: words.app,
            submenu: [about, updates, line, { label: menu.quit, accelerator: 'Cmd+Q', click: () => act.quit() }],
          },
        ]
      : []),
    {
      label: menu.file,
      submenu: [
        page(menu.newChat, 'CmdOrCtrl+N', '/chat/new'),
        { label: menu.closeWindow, accelerator: 'CmdOrCtrl+W', click: () => act.closeWindow() },
        ...(mac ? [] : [line, { label: menu.quit, accelerator: 'Ctrl+Q', click: () => act.quit() }]),
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        line,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
      ],
    },
    {
      label: menu.view,
      submenu: [
        page(menu.stackPage, 'CmdOrCtrl+1', '/stack'),
        page(menu.chatPage, 'CmdOrCtrl+2', '/chat'),
        page(menu.monitorPage, 'CmdOrCtrl+3', '/monitor'),
        page(menu.settingsPage, 'CmdOrCtrl+5', '/settings'),
        line,
        { role: 'resetZoom', label: menu.actualSize },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        { role: 'togglefullscreen', label: menu.fullScreen },
        ...(development ? ([line, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies Item[]) : []),
      ],
    },
    {
      label: menu.stack,
      submenu: [
        { label: menu.start, click: () => act.start() },
        { label: menu.stop, click: () => act.stop() },
      ],
    },
    {
      label: menu.help,
      role: 'help',
      submenu: [{ label: menu.logFolder, click: () => act.showLog() }, ...(mac ? [] : [updates, line, about])],
    },
  ];
}
