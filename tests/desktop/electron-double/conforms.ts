// Holds the double to Electron's own types: `tsc` fails where the double offers a member that Electron has not, or one that
// cannot stand in for Electron's. Members with a leading underscore are the double's own wiring and invisible to the app.
import type { app } from './app.ts';
import type { BrowserWindowDouble } from './browser-window.ts';
import type {
  dialog,
  globalShortcut,
  MenuDouble,
  MenuItemDouble,
  NotificationDouble,
  nativeTheme,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  TrayDouble,
} from './desktop.ts';
import type { ipcMain } from './ipc.ts';
import type { MessagePortMainDouble } from './ports.ts';
import type { protocol } from './protocol.ts';
import type { session } from './session.ts';
import type { WebContentsDouble } from './web-contents.ts';

type Shown<Double> = Exclude<keyof Double, `_${string}` | keyof NodeJS.EventEmitter>;
/** What the double has and Electron lacks. */
type Invented<Double, Real> = Exclude<Shown<Double>, keyof Real>;
/** Arguments that Electron takes must be taken by the double; what it gives must be (part of) what Electron gives. */
type Fits<D, R> = R extends (...given: infer Given) => infer Gives
  ? D extends (...given: never[]) => infer DoubleGives
    ? Given extends Parameters<Widened<D>>
      ? Gives extends DoubleGives
        ? true
        : [DoubleGives] extends [Gives]
          ? true
          : Part<DoubleGives, Gives>
      : false
    : false
  : Part<D, R>;
/** Fewer parameters than Electron hands over are no mistake. */
type Widened<D> = D extends (...given: infer G) => infer T ? (...given: [...G, ...unknown[]]) => T : never;
/** A part of a thing of Electron's: each of its own members is checked where it is listed below. */
type Part<D, R> = Invented<Awaited<D>, Awaited<R>> extends never ? true : D extends R ? true : false;
type Misfits<Double, Real> = {
  [K in Shown<Double> & keyof Real]: Fits<Double[K], Real[K]> extends false ? K : never;
}[Shown<Double> & keyof Real];

/** `never` where all is well; else the names at fault, which the compiler then shows. */
type Faults<Double, Real> = Invented<Double, Real> | Misfits<Double, Real>;
type Sound<F extends never> = F;

type Conforms = [
  Sound<Faults<typeof app, Electron.App>>,
  Sound<Faults<BrowserWindowDouble, Electron.BrowserWindow>>,
  Sound<Faults<WebContentsDouble, Electron.WebContents>>,
  Sound<Faults<typeof ipcMain, Electron.IpcMain>>,
  Sound<Faults<MessagePortMainDouble, Electron.MessagePortMain>>,
  Sound<Faults<typeof protocol, Electron.Protocol>>,
  Sound<Faults<(typeof session)['defaultSession'], Electron.Session>>,
  Sound<Faults<(typeof session)['defaultSession']['webRequest'], Electron.WebRequest>>,
  Sound<Faults<MenuDouble, Electron.Menu>>,
  Sound<Faults<MenuItemDouble, Electron.MenuItem>>,
  Sound<Faults<TrayDouble, Electron.Tray>>,
  Sound<Faults<NotificationDouble, Electron.Notification>>,
  Sound<Faults<typeof nativeTheme, Electron.NativeTheme>>,
  Sound<Faults<typeof powerMonitor, Electron.PowerMonitor>>,
  Sound<Faults<typeof screen, Electron.Screen>>,
  Sound<Faults<typeof shell, Electron.Shell>>,
  Sound<Faults<typeof dialog, Electron.Dialog>>,
  Sound<Faults<typeof safeStorage, Electron.SafeStorage>>,
  Sound<Faults<typeof globalShortcut, Electron.GlobalShortcut>>,
];

// The check checks: an invented member and a wrong type are found.
type Wrong = { quit(): void; fly(): void; getVersion(): number; setPath(name: number): void };
const found: Faults<Wrong, Electron.App> extends infer F
  ? 'fly' | 'getVersion' | 'setPath' extends F
    ? true
    : false
  : false = true;
const onlyThose: 'quit' extends Faults<Wrong, Electron.App> ? false : true = true;
export const checked: Conforms extends never[] ? boolean : never = found && onlyThose;
