import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, ipcMain, nativeTheme, powerMonitor, protocol, safeStorage, session } from 'electron';
import { wordsFor } from '../words/words.ts';
import { askAgain } from './ask.ts';
import { deferred } from './deferred.ts';
import type { Folders } from './folders.ts';
import { giveUp } from './give-up.ts';
import { guardContents } from './guard/contents.ts';
import { limitPermissions } from './guard/permissions.ts';
import { ownRequestsOnly } from './guard/requests.ts';
import { launchArguments } from './launch/arguments.ts';
import { heedGraphics } from './launch/graphics.ts';
import type { LaunchTimings } from './launch/timings.ts';
import { type Log, openLog } from './log.ts';
import type { Platform } from './platform.ts';
import { takePorts } from './port.ts';
import { Quit } from './quit.ts';
import { scheme } from './scheme/origin.ts';
import { pagesOf } from './scheme/serve.ts';
import { secondLaunches } from './second-launch.ts';
import { Vault } from './secrets/vault.ts';
import { Shell } from './shell.ts';
import { StackWatch } from './stack-watch.ts';
import { KeptFile } from './window/kept.ts';
import { AppWindow } from './window/window.ts';

/** The first instance: a window, then the host, so that a person sees something while the core is still being read. */
export function run(folders: Folders, timings: LaunchTimings): void {
  const log = openLog(folders.window, !app.isPackaged);
  const fail = (error: unknown) => giveUp(error, log, timings.get('host-ready') !== undefined);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', (error) => log.error('A promise was left to fail.', error));
  start(folders, timings, log).catch(fail);
}

async function start(folders: Folders, timings: LaunchTimings, log: Log): Promise<void> {
  const kept = new KeptFile(join(folders.window, 'window.json'));
  const watch = new StackWatch();
  const given = launchArguments(process.argv);
  const platform = deferred<Platform>();
  // Its failure is told where it is awaited below; ports that wait for it are only closed.
  platform.promise.catch(() => undefined);
  guardContents(app, watch.ports, log);
  heedGraphics(app, kept, { tryAgain: given.gpu, electron: process.versions.electron ?? '', log });
  nativeTheme.themeSource = kept.values.theme ?? 'system';

  await app.whenReady();
  timings.mark('ready');
  limitPermissions(session.defaultSession);
  ownRequestsOnly(session.defaultSession);
  protocol.handle(scheme, pagesOf(folders.pages));

  let shell: Shell | undefined;
  let quit: Quit | undefined;
  const window = new AppWindow({
    preload: folders.preload,
    icon: join(folders.icons, '256x256.png'),
    devTools: !app.isPackaged,
    kept,
    timings,
    log,
    hidesOnClose: () => quit?.decided !== true && shell?.closesToTray() === true,
    hidden: () => shell?.toldOfTray(),
    again: (what) => askAgain(what, shell?.words() ?? wordsFor(app.getLocale())),
  });
  const serve = platform.promise.then((p) => p.servePort);
  takePorts(ipcMain, window.contentsId, serve, log, () => window.pageListens());
  secondLaunches(app, (place) => window.show(place));
  if (!given.hidden) await window.open(given.place);

  shell = new Shell({
    icons: join(folders.icons, 'tray'),
    window,
    kept,
    watch,
    command: app.isPackaged ? [process.env.APPIMAGE ?? process.execPath] : [process.execPath, app.getAppPath()],
    configHome: process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
    log,
  });
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => app.quit());
  const over = new AbortController();
  quit = new Quit({
    app,
    words: shell.words,
    busy: () => watch.busy,
    endOperation: async () => watch.ended((id) => platform.promise.then((p) => p.client.stack.cancel({ id }))),
    close: async () => {
      over.abort();
      await platform.promise.then((p) => p.close());
    },
    log,
  });
  const leave = quit;
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // The system waits a moment for those who say that they are about to end.
    event?.preventDefault();
    leave.now();
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave.now());
  log.info(`secrets: ${new Vault(join(folders.state, 'app-secrets'), safeStorage, process.platform).place}`);
  try {
    // A chunk of its own: the core is read only after the window is there.
    const { openHost } = await import('./open-host.ts');
    platform.resolve(await openHost(folders, app.getVersion(), app.isPackaged));
  } catch (error) {
    platform.reject(error);
    throw error;
  }
  timings.mark('host-ready');
  shell.attach(await platform.promise, over.signal);
  // Its connections may be dead without knowing it, and its clock went on alone.
  powerMonitor.on('resume', () => void platform.promise.then((p) => p.woke()));
  log.info(timings.line());
}
