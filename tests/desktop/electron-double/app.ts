import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closeChromium, launchChromium } from './chromium.ts';
import { event } from './event.ts';
import { recorded } from './record.ts';
import { takeLock } from './single-instance.ts';

class AppDouble extends EventEmitter {
  readonly isPackaged = process.env.DOUBLE_PACKED !== undefined;
  #paths = new Map<string, string>();
  #ready: Promise<void> | undefined;
  #leaving = false;

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    recorded.sandboxEnabled = true;
  }
  setAppUserModelId(id: string): void {
    recorded.appUserModelId = id;
  }
  disableHardwareAcceleration(): void {
    if (this.#ready) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    recorded.drawsBySoftware = true;
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    recorded.loginItem = settings;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    return this.#paths.get(name) ?? join(process.cwd(), name);
  }
  getAppPath(): string {
    return join(dirname(process.argv[1] ?? ''), '..');
  }
  getVersion(): string {
    return (JSON.parse(readFileSync(join(this.getAppPath(), 'package.json'), 'utf8')) as { version: string }).version;
  }
  getLocale(): string {
    return (process.env.LANG ?? 'en').split(/[._]/)[0] ?? 'en';
  }
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    return takeLock(this.getPath('userData'), data, (second) => {
      this.emit('second-instance', event(), second.argv, second.folder, second.data);
    });
  }
  /** Ready is when there is a browser to make windows in. */
  whenReady(): Promise<void> {
    this.#ready ??= launchChromium(this.getPath('userData')).then(() => {
      this.emit('ready');
    });
    return this.#ready;
  }
  /** In Electron's order: before-quit, the windows, will-quit, quit; each may be held up. */
  quit(): void {
    if (this.#leaving) return;
    setImmediate(() => {
      const before = event();
      this.emit('before-quit', before);
      if (before.defaultPrevented) return;
      const will = event();
      this.emit('will-quit', will);
      if (!will.defaultPrevented) this.exit(0);
    });
  }
  exit(code = 0): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.emit('quit', event(), code);
    void closeChromium().finally(() => process.exit(code));
  }
}

export const app = new AppDouble();
