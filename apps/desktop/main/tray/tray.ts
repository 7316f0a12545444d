import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Words } from '../../words/words.ts';
import { trayIcon } from './icon.ts';
import { type TrayActions, type TrayChoices, trayMenu } from './menu.ts';
import { type StackNow, trayView } from './view.ts';

export interface TrayParts {
  icons: string;
  actions: TrayActions;
  words(): Words;
  /** A moment as the user's clock writes it. */
  time(at: number): string;
  choices(): TrayChoices;
}

/** The tray: a picture, a tooltip and a menu that say the same thing. Drawn anew only when something of it changed. */
export class AppTray {
  private readonly tray: Tray;
  private drawn = '';
  private pictured = '';
  private last: StackNow = { status: undefined, operation: undefined, fraction: 0, since: new Map() };

  constructor(private readonly parts: TrayParts) {
    this.tray = new Tray(this.picture('busy'));
    // Not on macOS: there a click opens the menu.
    if (process.platform !== 'darwin') this.tray.on('click', () => parts.actions.show());
    this.draw(this.last);
  }

  draw(now: StackNow = this.last): void {
    this.last = now;
    const { words, time, choices, actions } = this.parts;
    const view = trayView(now, words(), time);
    const items = trayMenu(view, now, choices(), actions, words());
    const file = this.file(view.shape);
    if (file !== this.pictured) this.tray.setImage(this.picture(view.shape));
    const text = JSON.stringify([words().app, view, items]);
    if (text === this.drawn) return;
    this.drawn = text;
    this.tray.setToolTip(`${words().app}: ${view.headline}`);
    this.tray.setContextMenu(Menu.buildFromTemplate(items));
  }

  private file(shape: Parameters<typeof trayIcon>[1]): string {
    return trayIcon(this.parts.icons, shape, nativeTheme.shouldUseDarkColors, process.platform);
  }

  private picture(shape: Parameters<typeof trayIcon>[1]): Electron.NativeImage {
    this.pictured = this.file(shape);
    return nativeImage.createFromPath(this.pictured);
  }
}
