import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { newPage } from './chromium.ts';
import { event } from './event.ts';
import { recorded } from './record.ts';
import { WebContentsDouble } from './web-contents.ts';

const all = new Set<BrowserWindowDouble>();
const usual = { x: 80, y: 60, width: 800, height: 600 };

/** A window whose page is a real one; what only a desktop shows (focus, bounds, minimised) is kept as values. */
export class BrowserWindowDouble extends EventEmitter {
  readonly webContents: WebContentsDouble;
  #bounds: Electron.Rectangle;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #focused = false;
  #destroyed = false;
  #made: Promise<void>;
  #page: import('playwright-core').Page | undefined;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    recorded.windowOptions.push(options);
    const { x = usual.x, y = usual.y, width = usual.width, height = usual.height } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show !== false;
    this.webContents = new WebContentsDouble(options.webPreferences?.preload, () => this.#freshPage());
    this.#made = this.#make();
    all.add(this);
  }

  static getAllWindows(): BrowserWindowDouble[] {
    return [...all];
  }

  async loadURL(url: string): Promise<void> {
    await this.#made;
    await this.webContents.loadURL(url);
  }
  show(): void {
    this.#visible = true;
    this.#focused = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.#focused = false;
    this.emit('hide');
  }
  focus(): void {
    this.#focused = true;
    this.emit('focus');
  }
  minimize(): void {
    this.#minimized = true;
    this.#focused = false;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return this.#focused;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setMinimumSize(_width: number, _height: number): void {}
  setBackgroundColor(_color: string): void {}
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#fit();
    this.emit('move');
    this.emit('resize');
  }
  getBounds(): Electron.Rectangle {
    return this.#bounds;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }
  close(): void {
    const closing = event();
    this.emit('close', closing);
    if (!closing.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this);
    this.webContents._pageGone();
    void this.#page?.close().catch(() => undefined);
    this.emit('closed');
    if (all.size === 0) app.emit('window-all-closed');
  }

  /** The page is as large as the window: there is no frame to take away. */
  async #fit(): Promise<void> {
    const { width, height } = this.#bounds;
    await this.#page?.setViewportSize({ width, height }).catch(() => undefined);
  }

  /** The page of the window; one that was there before is closed. */
  async #freshPage(): Promise<import('playwright-core').Page> {
    const old = this.#page;
    const page = await newPage();
    this.#page = page;
    // Not waited for: what crashed may never say that it is closed.
    void old?.close().catch(() => undefined);
    await this.#fit();
    return page;
  }

  async #make(): Promise<void> {
    const page = await this.#freshPage();
    await this.webContents._attach(page);
    page.once('domcontentloaded', () => {
      // The first picture: two frames after the document stands.
      const painted = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))';
      page.evaluate(painted).then(
        () => this.emit('ready-to-show'),
        () => undefined,
      );
    });
  }
}
