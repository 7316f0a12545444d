import { BrowserWindow, nativeTheme, screen } from 'electron';
import { deferred } from '../deferred.ts';
import type { LaunchTimings } from '../launch/timings.ts';
import type { Log } from '../log.ts';
import { firstPage } from '../scheme/origin.ts';
import { background } from './background.ts';
import { type KeptFile, smallest, usableBounds } from './kept.ts';
import { windowOptions } from './options.ts';
import { careForPage } from './page-care.ts';
import type { Place } from './places.ts';

/** Milliseconds after which the window is shown even without a picture: its background, never a white flash. */
const showAnyway = 700;
/** Milliseconds of rest after a move before the bounds are written. */
const settle = 400;

export interface WindowParts {
  preload: string;
  icon: string;
  devTools: boolean;
  kept: KeptFile;
  timings: LaunchTimings;
  log: Log;
  /** True while a close only hides the window; asked each time. */
  hidesOnClose(): boolean;
  hidden(): void;
  /** Asks whether a page that ended again or hangs shall be read again. */
  again(what: 'ended' | 'hangs'): Promise<boolean>;
}

/** The app's one window: made on first need, hidden rather than closed where there is a tray. */
export class AppWindow {
  private window: BrowserWindow | undefined;
  private pending: Place | undefined;
  /** The document that is shown has asked for its port. */
  private listening = false;
  private seen: () => void = () => undefined;
  constructor(private readonly parts: WindowParts) {}

  /** Id of the contents whose messages count; undefined without a window. */
  contentsId = (): number | undefined => this.window?.webContents.id;

  visible = (): boolean => this.window?.isVisible() === true && !this.window.isMinimized();

  /** The person works in it. */
  inFront = (): boolean => this.visible() && this.window?.isFocused() === true;

  /** The first time: settles when the window is seen, with or without its first picture. */
  async open(place?: Place): Promise<void> {
    this.pending = place;
    const seen = deferred<void>();
    this.seen = () => seen.resolve();
    this.make();
    await seen.promise;
  }

  /** Brings the window to the front, and the page to a place. */
  show(place?: Place): void {
    if (place !== undefined) this.pending = place;
    const window = this.window;
    if (window === undefined) {
      this.make();
      return;
    }
    // Left as it was when it ended: whoever wants to see it wants it whole.
    if (window.webContents.isCrashed()) window.webContents.reload();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    this.go();
  }

  /** The page has its port and listens: what it was to show can be told now. */
  pageListens(): void {
    this.parts.timings.mark('page-loaded');
    this.listening = true;
    this.go();
  }

  /** As by its own button: hides it where there is a tray. */
  close(): void {
    this.window?.close();
  }

  followTheme(): void {
    this.window?.setBackgroundColor(background(nativeTheme.shouldUseDarkColors));
  }

  private go(): void {
    const window = this.window;
    if (this.pending === undefined || window === undefined || !this.listening) return;
    window.webContents.send('sutazai:go', this.pending);
    this.pending = undefined;
  }

  private make(): void {
    const { kept, timings, log } = this.parts;
    const look = { ...this.parts, backgroundColor: background(nativeTheme.shouldUseDarkColors) };
    const displays = screen.getAllDisplays().map((display) => display.workArea);
    const window = new BrowserWindow({ ...windowOptions(look), ...usableBounds(kept.values.bounds, displays) });
    this.window = window;
    window.setMinimumSize(smallest.width, smallest.height);
    timings.mark('window-made');
    const appear = once(() => {
      clearTimeout(late);
      this.seen();
      if (window.isDestroyed()) return;
      if (kept.values.maximized === true) window.maximize();
      window.show();
      timings.mark('window-shown');
    });
    const late = setTimeout(appear, showAnyway);
    window.once('ready-to-show', appear);
    this.keepBounds(window);
    careForPage(window, this.parts);
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.listening = false;
    });
    window.on('close', (event) => {
      if (!this.parts.hidesOnClose()) return;
      event.preventDefault();
      window.hide();
      this.parts.hidden();
    });
    window.on('closed', () => {
      clearTimeout(late);
      this.window = undefined;
    });
    window.loadURL(firstPage).catch((error: unknown) => log.error('The page could not be loaded.', error));
  }

  private keepBounds(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const keep = () => {
      if (window.isDestroyed()) return;
      this.parts.kept.keep({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, settle);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('maximize', later);
    window.on('unmaximize', later);
    window.on('close', () => {
      clearTimeout(timer);
      keep();
    });
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      act();
    }
  };
}
