import type { AlertsNow, Diagnosis, SettingsValues } from '@sutazai/core/contract';
import { app, Menu, nativeTheme, shell } from 'electron';
import { type Words, wordsFor } from '../words/words.ts';
import { ask } from './ask.ts';
import { setOpenAtLogin } from './autostart/autostart.ts';
import { follow } from './follow.ts';
import type { Log } from './log.ts';
import { applicationMenu } from './menu.ts';
import { alertNotices } from './notices/alerts.ts';
import { FailureWatch } from './notices/failures.ts';
import { Notifier } from './notices/notify.ts';
import { OperationEnds } from './notices/operation-end.ts';
import { noticeOf } from './notices/wording.ts';
import type { Platform } from './platform.ts';
import { newChatFromAnywhere } from './shortcuts.ts';
import type { StackWatch } from './stack-watch.ts';
import { AppTray } from './tray/tray.ts';
import { builtUpdater } from './update/electron-updater.ts';
import { Updates } from './update/updates.ts';
import type { KeptFile } from './window/kept.ts';
import type { Place } from './window/places.ts';
import type { AppWindow } from './window/window.ts';

const day = 24 * 60 * 60 * 1000;

export interface ShellParts {
  icons: string;
  window: AppWindow;
  kept: KeptFile;
  watch: StackWatch;
  /** The program and its first arguments, for the start at login. */
  command: readonly [string, ...string[]];
  configHome: string;
  log: Log;
}

/** Tray, menu, notices, start at login and updates: everything around the window that follows the stack and the settings. */
export class Shell {
  private settings: SettingsValues | undefined;
  private platform: Platform | undefined;
  private readonly tray: AppTray;
  private readonly notifier: Notifier;
  private readonly updates: Updates;
  private readonly failures = new FailureWatch();
  private readonly ends = new OperationEnds();
  private readonly newChatKey: string | undefined;
  private ownOperation: string | undefined;
  /** Aborted when nobody wants to hear of alerts: only then are they not even looked for. */
  private alerts: AbortController | undefined;

  constructor(private readonly parts: ShellParts) {
    const { window, log } = parts;
    const show = (place?: Place) => window.show(place);
    this.newChatKey = newChatFromAnywhere(() => show('/chat/new'), log);
    this.notifier = new Notifier({ words: this.words, wanted: (kind) => this.wants(kind), show });
    this.updates = new Updates({
      updater: () => builtUpdater(app, log),
      version: app.getVersion(),
      words: this.words,
      busy: () => parts.watch.busy,
      ask,
      log,
    });
    this.tray = new AppTray({
      icons: parts.icons,
      words: this.words,
      time: (at) => new Date(at).toLocaleTimeString(this.locale(), { hour: '2-digit', minute: '2-digit' }),
      choices: () => ({ openAtLogin: this.settings?.openAtLogin === true, newChatKey: this.newChatKey }),
      actions: {
        show,
        start: () => this.begin({ kind: 'up' }),
        stop: () => this.begin({ kind: 'stop' }),
        restart: (services) => this.begin({ kind: 'restart', selection: { services } }),
        cancel: (id) => void this.call((client) => client.stack.cancel({ id })),
        setOpenAtLogin: (openAtLogin) => void this.call((client) => client.settings.set({ openAtLogin })),
        quit: () => app.quit(),
      },
    });
    nativeTheme.on('updated', () => {
      window.followTheme();
      this.tray.draw();
    });
    this.drawMenu();
  }

  words = (): Words => wordsFor(this.locale());

  closesToTray = (): boolean => this.settings?.closeToTray !== false;

  /** The window went away into the tray; told once in the life of an installation. */
  toldOfTray(): void {
    if (this.parts.kept.values.toldOfTray === true) return;
    this.parts.kept.keep({ toldOfTray: true });
    const { inTrayTitle, inTrayBody } = this.words().notice;
    this.notifier.tell({ kind: 'shell', title: inTrayTitle, body: inTrayBody, place: '/settings' });
  }

  /** From now on the host is asked and followed, until the signal. */
  attach(platform: Platform, signal: AbortSignal): void {
    this.platform = platform;
    const { watch, log } = this.parts;
    const { stack, settings } = platform.client;
    void follow(
      'of the status',
      (o) => stack.watch(undefined, o),
      (status) => this.takeStatus(status),
      signal,
      log,
    );
    void follow(
      'of operations',
      (o) => stack.operation(undefined, o),
      (batch) => {
        watch.takeBatch(batch);
        this.tellEnd();
        this.tray.draw(watch);
      },
      signal,
      log,
    );
    void follow(
      'of settings',
      (o) => settings.watch(undefined, o),
      (values) => this.takeSettings(values),
      signal,
      log,
    );
    const look = () => {
      if (this.settings?.checkForUpdates !== false) void this.updates.check(false);
    };
    const timer = setInterval(look, day);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.alerts?.abort();
    });
    look();
  }

  private takeStatus(status: Parameters<StackWatch['takeStatus']>[0]): void {
    const { watch, log } = this.parts;
    watch.takeStatus(status, Date.now());
    this.tray.draw(watch);
    for (const happening of this.failures.take(status, watch.busy)) {
      noticeOf(happening, this.words(), (service) => this.why(service)).then(
        (notice) => this.notifier.tell(notice),
        (error: unknown) => log.error('A notice could not be told.', error),
      );
    }
  }

  private followAlerts(): void {
    if (!this.wants('alert')) {
      this.alerts?.abort();
      this.alerts = undefined;
    } else if (this.alerts === undefined && this.platform !== undefined) {
      const { client } = this.platform;
      this.alerts = new AbortController();
      const open = (o: { signal: AbortSignal }) => client.alerts.watch(undefined, o);
      void follow('of alerts', open, (now) => this.takeAlerts(now), this.alerts.signal, this.parts.log);
    }
  }

  private takeAlerts({ changes }: AlertsNow): void {
    const told = (service: string) => this.wants('failure') && this.failures.hasTold(service);
    for (const notice of alertNotices(changes, this.words(), told)) this.notifier.tell(notice);
  }

  private takeSettings(values: SettingsValues): void {
    const { kept, log } = this.parts;
    const before = this.settings;
    this.settings = values;
    nativeTheme.themeSource = values.theme;
    kept.keep({ theme: values.theme });
    if (before?.openAtLogin !== values.openAtLogin) {
      try {
        setOpenAtLogin(values.openAtLogin, { app, platform: process.platform, ...this.parts });
      } catch (error) {
        log.error('The start at login could not be changed.', error);
      }
    }
    if (before?.locale !== values.locale) this.drawMenu();
    this.followAlerts();
    this.tray.draw();
  }

  private begin(request: Parameters<Platform['client']['stack']['begin']>[0]): void {
    void this.call(async (client) => {
      this.ownOperation = (await client.stack.begin(request)).id;
    });
  }

  private tellEnd(): void {
    const { watch, window } = this.parts;
    const notice = this.ends.take(watch.operation, (id) => id === this.ownOperation, this.words());
    if (notice !== undefined && !window.inFront()) this.notifier.tell(notice);
  }

  private async why(service: string): Promise<Diagnosis | undefined> {
    return (await this.call((client) => client.stack.diagnose({ service })))?.[0];
  }

  /** A refusal of the host is for the page to explain: the window comes up where the reason stands. */
  private async call<T>(ask: (client: Platform['client']) => Promise<T>): Promise<T | undefined> {
    if (this.platform === undefined) return undefined;
    try {
      return await ask(this.platform.client);
    } catch (error) {
      this.parts.log.warn(`The host refused: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private drawMenu(): void {
    const items = applicationMenu(
      this.words(),
      {
        go: (place) => this.parts.window.show(place),
        closeWindow: () => this.parts.window.close(),
        start: () => this.begin({ kind: 'up' }),
        stop: () => this.begin({ kind: 'stop' }),
        showLog: () => shell.showItemInFolder(this.parts.log.file),
        checkForUpdates: () => void this.updates.check(true),
        quit: () => app.quit(),
      },
      !app.isPackaged,
      process.platform,
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(items));
  }

  private wants(kind: 'failure' | 'alert' | 'operation' | 'shell'): boolean {
    if (kind === 'shell') return true;
    const choices = this.settings?.notifications;
    return { failure: choices?.failures, alert: choices?.alerts, operation: choices?.operations }[kind] !== false;
  }

  private locale(): string {
    return this.settings?.locale ?? app.getLocale();
  }
}
