import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from '../../words/words.ts';
import { type Place, serviceAt } from '../window/places.ts';
import { type StackNow, type TrayView, titleOf } from './view.ts';

/** What the tray's lines do. */
export interface TrayActions {
  show(place?: Place): void;
  start(): void;
  stop(): void;
  restart(services: string[]): void;
  cancel(operation: string): void;
  setOpenAtLogin(on: boolean): void;
  quit(): void;
}

export interface TrayChoices {
  openAtLogin: boolean;
  /** Electron's name of the shortcut for a new chat; undefined while another app holds it. */
  newChatKey: string | undefined;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** The tray's menu, as in the visual reference: what is wrong first, then the ways in, then what can be done. */
export function trayMenu(view: TrayView, now: StackNow, choices: TrayChoices, act: TrayActions, words: Words): Item[] {
  const services = now.status?.services ?? [];
  return [
    { label: view.headline, click: () => act.show('/stack') },
    ...(view.caption === undefined ? [] : [{ label: view.caption, enabled: false }]),
    ...view.unwell.slice(0, 3).map((u) => ({ label: u.text, click: () => act.show(serviceAt(u.service)) })),
    line,
    { label: words.tray.open, click: () => act.show() },
    {
      label: words.tray.newChat,
      click: () => act.show('/chat/new'),
      ...(choices.newChatKey === undefined ? {} : { accelerator: choices.newChatKey }),
    },
    line,
    ...stackItems(view, now, act, words),
    ...(services.length === 0 ? [] : [{ label: words.tray.services, submenu: serviceItems(now, act, words) }]),
    line,
    {
      label: words.tray.atLogin,
      type: 'checkbox',
      checked: choices.openAtLogin,
      click: (item) => act.setOpenAtLogin(item.checked),
    },
    { label: words.tray.settings, click: () => act.show('/settings') },
    line,
    { label: words.tray.quit, click: () => act.quit() },
  ];
}

function stackItems(view: TrayView, now: StackNow, act: TrayActions, words: Words): Item[] {
  const operation = now.operation;
  if (now.status === undefined) return [];
  if (!now.status.engine.reachable) return [{ label: words.tray.whatToDo, click: () => act.show('/stack') }];
  if (operation !== undefined && operation.outcome === undefined) {
    const cancel = {
      up: 'cancelStart',
      start: 'cancelStart',
      restart: 'cancelRestart',
      stop: 'cancelStop',
      down: 'cancelStop',
    } as const;
    return [
      { label: words.tray.progress, click: () => act.show('/stack') },
      {
        label: words.tray[cancel[operation.kind]],
        enabled: operation.cancelling !== true,
        click: () => act.cancel(operation.id),
      },
    ];
  }
  if (!view.running) return [{ label: words.tray.start, click: () => act.start() }];
  const unwell = view.unwell.map((u) => u.service);
  return [
    { label: words.tray.stop, click: () => act.stop() },
    ...(unwell.length === 0 ? [] : [{ label: words.tray.restartUnwell, click: () => act.restart(unwell) }]),
  ];
}

const serviceItems = (now: StackNow, act: TrayActions, words: Words): Item[] =>
  (now.status?.services ?? []).map((s) => ({
    label: words.tray.serviceState(titleOf(s), words.state[s.state]),
    click: () => act.show(serviceAt(s.service)),
  }));
