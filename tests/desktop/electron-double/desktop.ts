// What only a desktop shows: kept as values, so that a test can read what a person would see and press what they would press.
import { EventEmitter } from 'node:events';
import { recorded } from './record.ts';

export class MenuItemDouble {
  readonly label: string;
  readonly type: string;
  checked: boolean;
  enabled: boolean;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: MenuDouble | undefined;
  readonly #click: (() => void) | undefined;
  constructor(options: Electron.MenuItemConstructorOptions) {
    this.label = options.label ?? options.role ?? '';
    this.type = options.type ?? (options.submenu === undefined ? 'normal' : 'submenu');
    this.checked = options.checked === true;
    this.enabled = options.enabled !== false;
    this.role = options.role;
    this.accelerator = options.accelerator;
    this.submenu = Array.isArray(options.submenu) ? MenuDouble.buildFromTemplate(options.submenu) : undefined;
    const { click } = options;
    this.#click = click && (() => click(this as unknown as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent));
  }
  /** As the system does: a checkbox turns before its handler hears of it. */
  click(): void {
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.#click?.();
  }
}

export class MenuDouble {
  static #application: MenuDouble | null = null;
  readonly items: MenuItemDouble[] = [];
  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): MenuDouble {
    const menu = new MenuDouble();
    menu.items.push(...template.map((options) => new MenuItemDouble(options)));
    return menu;
  }
  static setApplicationMenu(menu: MenuDouble | null): void {
    MenuDouble.#application = menu;
  }
  static getApplicationMenu(): MenuDouble | null {
    return MenuDouble.#application;
  }
}

export class TrayDouble extends EventEmitter {
  constructor(_image: unknown) {
    super();
  }
  setImage(_image: unknown): void {}
  setToolTip(_toolTip: string): void {}
  setContextMenu(_menu: Electron.Menu | null): void {}
}

export class NotificationDouble extends EventEmitter {
  readonly title: string;
  readonly body: string;
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.emit('show', {});
  }
}

export const nativeImage = { createFromPath: (path: string) => ({ path, isEmpty: () => false }) };

class NativeThemeDouble extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system';
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    const changed = source !== this.#source;
    this.#source = source;
    if (changed) this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}
export const nativeTheme = new NativeThemeDouble();

class PowerMonitorDouble extends EventEmitter {}
/** Nothing sleeps by itself here: tests say when. */
export const powerMonitor = new PowerMonitorDouble();

export const screen = {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};

export const globalShortcut = {
  register(accelerator: string, callback: () => void): boolean {
    recorded.shortcuts.set(accelerator, callback);
    return true;
  },
};

export const shell = {
  openExternal: (_url: string): Promise<void> => Promise.resolve(),
  showItemInFolder(_path: string): void {},
};

export const dialog = {
  showMessageBox: (options: Electron.MessageBoxOptions): Promise<{ response: number; checkboxChecked: boolean }> =>
    Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false }),
  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`);
  },
};

/** No keychain, as on the machines where these tests run: the fallback is what they see. */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => false,
  getSelectedStorageBackend: (): 'basic_text' => 'basic_text',
  encryptString(_text: string): Buffer {
    throw new Error(
      'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.',
    );
  },
  decryptString(_encrypted: Buffer): string {
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
  },
};
