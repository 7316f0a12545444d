import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page, Route } from 'playwright-core';
import { app } from './app.ts';
import { toInside, toOutside } from './chromium.ts';
import { event } from './event.ts';
import { ipcMain } from './ipc.ts';
import { receiveExposed, runPreload } from './isolated-world.ts';
import { type Carried, MessagePortMainDouble } from './ports.ts';
import { answerOf } from './protocol.ts';
import { session } from './session.ts';

const world = 'preload';
let nextId = 1;

type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;
type FromPage =
  | { kind: 'message'; channel: string; message: unknown; ports: number[] }
  | { kind: 'port'; id: number; data: Carried }
  | { kind: 'closed'; id: number };

/** One page of the real browser, seen as Electron shows it to the main process. */
export class WebContentsDouble extends EventEmitter {
  readonly id = nextId++;
  readonly #preload: string | undefined;
  readonly #newPage: () => Promise<Page>;
  #crashed = false;
  #page: Page | undefined;
  #cdp: CDPSession | undefined;
  #context: number | undefined;
  #ports = new Map<number, MessagePortMainDouble>();
  #open: OpenHandler | undefined;
  #loading = true;
  #ownLoad: string | undefined;

  /** @param newPage a page in the place of one that crashed: the browser's own cannot be brought back from outside. */
  constructor(preload: string | undefined, newPage: () => Promise<Page>) {
    super();
    this.#preload = preload;
    this.#newPage = newPage;
    app.emit('web-contents-created', event(), this);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  getURL(): string {
    return toOutside(this.#page?.url() ?? '');
  }
  send(channel: string, ...args: unknown[]): void {
    void this.#inPage(`__doubleInbox?.event(${JSON.stringify(channel)}, ${JSON.stringify(args)})`);
  }
  async loadURL(url: string): Promise<void> {
    this.#ownLoad = toInside(url);
    this.#loading = true;
    await this.#page?.goto(this.#ownLoad, { waitUntil: 'domcontentloaded' });
  }

  isCrashed(): boolean {
    return this.#crashed;
  }
  /** Ends the page's real process. */
  forcefullyCrashRenderer(): void {
    void this.#cdp?.send('Page.crash').catch(() => undefined);
  }
  reload(): void {
    if (this.#crashed) void this.#again();
    else void this.#page?.reload({ waitUntil: 'domcontentloaded' }).catch(() => undefined);
  }
  async #again(): Promise<void> {
    const address = this.getURL();
    this.#crashed = false;
    await this._attach(await this.#newPage());
    await this.loadURL(address);
  }

  /** Binds a page: everything the app may forbid is asked of it. */
  async _attach(page: Page): Promise<void> {
    this.#page = page;
    page.once('crash', () => {
      this.#crashed = true;
      this._pageGone();
      this.emit('render-process-gone', event(), { reason: 'crashed', exitCode: 5 });
    });
    await page.context().grantPermissions(session.defaultSession._granted(this), { origin: toInside('sutazai://app') });
    const cdp = await page.context().newCDPSession(page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const main = (context.auxData as { frameId?: string }).frameId === this.#mainFrame;
      if (context.name === world && main) this.#context = context.id;
    });
    cdp.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      if (executionContextId === this.#context) this.#heard(JSON.parse(payload) as FromPage);
    });
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      const details: Electron.HandlerDetails = {
        url: toOutside(url),
        frameName: windowName,
        features: windowFeatures.join(','),
        disposition: 'new-window',
        referrer: { url: '', policy: 'default' },
      };
      this.#open?.(details);
    });
    await cdp.send('Page.enable');
    this.#mainFrame = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    await cdp.send('Runtime.enable');
    if (this.#preload !== undefined) {
      const source = readFileSync(this.#preload, 'utf8');
      await cdp.send('Runtime.addBinding', { name: '__doubleSend', executionContextName: world });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${receiveExposed})()` });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `(${runPreload})(function (require, module, exports) {${source}\n})`,
        worldName: world,
      });
    }
    page.on('domcontentloaded', () => {
      this.#loading = false;
      this.emit('did-finish-load');
    });
    await page.route('**/*', (route) => this.#route(route));
  }
  #mainFrame = '';

  async #route(route: Route): Promise<void> {
    const request = route.request();
    const url = toOutside(request.url());
    if (request.isNavigationRequest() && !this.#mayGo(request.url(), url, request.frame().parentFrame() === null)) {
      return route.abort('aborted');
    }
    if (await session.defaultSession.webRequest._cancels(url)) return route.abort('blockedbyclient');
    const answer = await answerOf(url, request.method());
    if (answer === undefined) return route.continue();
    // A new document: the world of the old one is gone, and with it its ports.
    if (request.isNavigationRequest() && request.frame().parentFrame() === null) {
      this.emit('did-start-navigation', event({ url, isMainFrame: true, isSameDocument: false }));
      this._pageGone();
    }
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }

  /** As Electron: asked for what the page begins, not for loadURL nor for a reload (which a test does from outside). */
  #mayGo(inside: string, url: string, main: boolean): boolean {
    // What stands behind # is not part of a request.
    const own = [this.#ownLoad, this.#page?.url()].map((address) => address?.split('#')[0]);
    if (main && own.includes(inside.split('#')[0])) {
      this.#ownLoad = undefined;
      return true;
    }
    const details = { url, isMainFrame: main };
    const frame = event(details);
    this.emit('will-frame-navigate', frame);
    if (frame.defaultPrevented) return false;
    if (!main) return true;
    const will = event(details);
    this.emit('will-navigate', will, url);
    return !will.defaultPrevented;
  }

  #heard(said: FromPage): void {
    if (said.kind === 'port') this.#ports.get(said.id)?._arrived(said.data);
    else if (said.kind === 'closed') this.#ports.get(said.id)?._ended();
    else this.#posted(said);
  }

  #posted(said: Extract<FromPage, { kind: 'message' }>): void {
    const ports = said.ports.map((id) => {
      const port = new MessagePortMainDouble(
        (data) => void this.#inPage(`__doubleInbox?.deliver(${id}, ${JSON.stringify(data)})`),
        () => void this.#inPage(`__doubleInbox?.close(${id})`),
      );
      this.#ports.set(id, port);
      return port;
    });
    const origin = new URL(this.#page?.url() ?? 'about:blank').origin;
    const senderFrame = { origin: toOutside(`${origin}/`).replace(/\/$/, ''), parent: null, url: this.getURL() };
    ipcMain.emit(said.channel, { ...event(), sender: this, senderFrame, ports }, said.message);
  }

  _pageGone(): void {
    for (const port of this.#ports.values()) port._ended();
    this.#ports.clear();
    this.#context = undefined;
  }

  async #inPage(expression: string): Promise<void> {
    if (this.#context === undefined) return;
    await this.#cdp?.send('Runtime.evaluate', { expression, contextId: this.#context }).catch(() => undefined);
  }
}
