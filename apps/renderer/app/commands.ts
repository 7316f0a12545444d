import type { TFunction } from 'i18next';
import { begin, cancelOperation, isRunning, useOperation } from '../state/operation.ts';
import { go } from '../state/route.ts';
import { isActive, isJob, type ServiceRow } from '../state/rows.ts';
import { save } from '../state/settings.ts';
import { inspect, openKeys, openPlan } from '../state/ui.ts';

export interface Command {
  id: string;
  group: 'services' | 'stack' | 'goto' | 'settings';
  title: string;
  /** What it does or costs, at the right. */
  effect: string;
  keys?: readonly string[];
  run: () => void;
}

/** Everything that can be done from anywhere, by words. */
export function commandsOf(rows: readonly ServiceRow[], t: TFunction): Command[] {
  return [
    ...rows.filter((r) => !isJob(r)).flatMap((r) => serviceCommands(r, t)),
    ...stackCommands(t),
    ...places(t),
    ...looks(t),
  ];
}

function serviceCommands(row: ServiceRow, t: TFunction): Command[] {
  const { service, title: name } = row;
  const effect = t('palette.serviceEffect', {
    tier: t(`tiers.${row.tier}`, row.tier),
    state: t(`stack.state.${row.state}`),
  });
  const selection = { services: [service] };
  const show = (tab: 'details' | 'logs' | 'terminal') => () => {
    go('stack');
    inspect(service, tab);
  };
  const command = (verb: string, run: () => void, keys?: string[]): Command => ({
    id: `${verb}:${service}`,
    group: 'services',
    title: t(`palette.${verb}`, { name }),
    effect,
    ...(keys ? { keys } : {}),
    run,
  });
  const list = [command('open', show('details'), ['Enter']), command('logs', show('logs'), ['L'])];
  if (isActive(row)) {
    list.unshift(command('restart', () => void begin({ kind: 'restart', selection }), ['R']));
    list.push(
      command('stop', () => void begin({ kind: 'stop', selection }), ['S']),
      command('terminal', show('terminal'), ['T']),
    );
  } else if (row.state !== 'external' && row.state !== 'off') {
    list.unshift(command('start', () => void begin({ kind: 'up', selection }), ['S']));
  }
  return list;
}

function stackCommands(t: TFunction): Command[] {
  const command = (name: string, run: () => void): Command => ({
    id: name,
    group: 'stack',
    title: t(`palette.${name}`),
    effect: t(`palette.${name}Effect`),
    run,
  });
  if (isRunning(useOperation.getState().view)) return [command('cancel', () => void cancelOperation())];
  return [
    command('startStack', () => {
      go('stack');
      openPlan();
    }),
    command('stopStack', () => void begin({ kind: 'stop' })),
    command('restartStack', () => void begin({ kind: 'restart' })),
  ];
}

function places(t: TFunction): Command[] {
  const place = (id: string, run: () => void, keys?: string[]): Command => ({
    id: `goto:${id}`,
    group: 'goto',
    title: t(`palette.place.${id}`),
    effect: t('palette.page'),
    ...(keys ? { keys } : {}),
    run,
  });
  return [
    place('stack', () => go('stack'), ['mod', '1']),
    place('chat', () => go('chat'), ['mod', '2']),
    place('monitor', () => go('monitor'), ['mod', '3']),
    place('settings', () => go('settings'), ['mod', '5']),
    place('allLogs', () => go('logs')),
    ...['general', 'engine', 'profiles', 'ports', 'external', 'models', 'diagnostics'].map((section) =>
      place(section, () => go('settings', section)),
    ),
    place('keys', openKeys, ['?']),
  ];
}

function looks(t: TFunction): Command[] {
  return (['system', 'light', 'dark'] as const).map((theme) => ({
    id: `theme:${theme}`,
    group: 'settings',
    title: t(`palette.theme.${theme}`),
    effect: t('palette.setting'),
    run: () => void save({ theme }),
  }));
}
