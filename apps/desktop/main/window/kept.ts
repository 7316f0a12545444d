import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

export interface Kept {
  bounds?: Rectangle;
  maximized?: boolean;
  /** The theme as last set, for the colour before the settings have been read. */
  theme?: 'system' | 'light' | 'dark';
  /** The person has been told that closing leaves the app in the tray. */
  toldOfTray?: boolean;
  /** Version of Electron in which the graphics driver failed again and again. */
  graphicsFailedIn?: string;
}

/** What the window remembers, as a small file; a damaged one counts as none. */
export class KeptFile {
  private now: Kept;
  constructor(private readonly file: string) {
    this.now = read(file);
  }

  get values(): Readonly<Kept> {
    return this.now;
  }

  forget(name: keyof Kept): void {
    const { [name]: _, ...rest } = this.now;
    this.now = rest;
    this.keep({});
  }

  /** Written whole or not at all. Comfort only: a full disk must not keep the window from closing. */
  keep(change: Kept): void {
    this.now = { ...this.now, ...change };
    try {
      writeFileSync(`${this.file}.new`, JSON.stringify(this.now), { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    } catch {
      // The next start opens at the default place.
    }
  }
}

function read(file: string): Kept {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isKept(value) ? value : {};
  } catch {
    return {};
  }
}

// By hand: a schema library would be most of what is read before the first window.
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { bounds, maximized, theme, toldOfTray, graphicsFailedIn } = value as Record<keyof Kept, unknown>;
  return (
    (bounds === undefined || isBounds(bounds)) &&
    [undefined, true, false].includes(maximized as boolean) &&
    [undefined, 'system', 'light', 'dark'].includes(theme as string) &&
    [undefined, true, false].includes(toldOfTray as boolean) &&
    (graphicsFailedIn === undefined || typeof graphicsFailedIn === 'string')
  );
}

function isBounds(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<keyof Rectangle, unknown>;
  return [x, y, width, height].every(Number.isInteger) && Number(width) > 0 && Number(height) > 0;
}

export const smallest = { width: 900, height: 600 };
const usual = { width: 1280, height: 832 };

/** Kept bounds if enough of them still lies on a display to be grabbed, else the usual size in the middle (no x, y). */
export function usableBounds(kept: Rectangle | undefined, displays: readonly Rectangle[]): Partial<Rectangle> {
  if (kept === undefined) return usual;
  const seen = displays.some((d) => overlap(kept.x, kept.width, d.x, d.width) >= 120 && onTop(kept, d));
  const width = Math.max(kept.width, smallest.width);
  const height = Math.max(kept.height, smallest.height);
  return seen ? { ...kept, width, height } : { width, height };
}

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);
/** The title bar is what a window is moved by. */
const onTop = (window: Rectangle, display: Rectangle): boolean =>
  window.y >= display.y - 8 && window.y <= display.y + display.height - 40;
