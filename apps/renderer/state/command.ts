import type { OperationRequest } from '@sutazai/core/contract';
import { check } from '../pages/first-run/checks.ts';
import { begin } from './operation.ts';
import { go } from './route.ts';
import { useSettings } from './settings.ts';
import { inspect } from './ui.ts';

/** What a command of the terminal is in the app: a message of `command` with its service, and what a press on it does. */
export interface CommandAction {
  say: string;
  service?: string;
  run: () => void;
}

/** Undefined for what only a terminal can do, and where a place is left open (`SERVICE`). */
export function actionOf(command: string): CommandAction | undefined {
  const [program, verb, ...rest] = command.trim().split(/\s+/);
  if (program !== 'sutazai') return undefined;
  const services = rest.filter((r) => !r.startsWith('-') && r !== 'always');
  const flags = rest.filter((r) => r.startsWith('-'));
  if (services.some((s) => !/^[a-z0-9][\w.-]*$/.test(s))) return undefined;
  const [service] = services;
  const selection = service === undefined ? {} : { selection: { services } };
  const of = service === undefined ? {} : { service };
  const doing = (say: string, request: OperationRequest): CommandAction => ({
    say,
    ...of,
    run: () => void begin(request),
  });
  switch (verb) {
    case 'up':
      if (flags.includes('--fix-ports'))
        return doing('upFreePorts', { kind: 'up', ...selection, options: { fixPorts: true } });
      if (flags.includes('--build')) return doing('upBuild', { kind: 'up', ...selection, options: { build: true } });
      if (flags.includes('--recreate'))
        return doing('upAnew', { kind: 'up', ...selection, options: { forceRecreate: true } });
      if (flags.includes('--pull')) return doing('upPull', { kind: 'up', ...selection, options: { pull: 'always' } });
      return flags.length ? undefined : doing(service ? 'upOne' : 'up', { kind: 'up', ...selection });
    case 'start':
      return service === undefined || flags.length ? undefined : doing('upOne', { kind: 'up', ...selection });
    case 'restart':
    case 'stop':
      return service === undefined || flags.length ? undefined : doing(verb, { kind: verb, ...selection });
    case 'logs':
      return service === undefined
        ? { say: 'allLogs', run: () => go('logs') }
        : { say: 'logs', service, run: () => show(service, 'logs') };
    case 'exec':
      return service === undefined ? undefined : { say: 'terminal', service, run: () => show(service, 'terminal') };
    case 'status':
      return { say: 'services', run: () => go('stack') };
    case 'doctor':
      return { say: 'engines', run: lookAgain };
    default:
      return undefined;
  }
}

/** Before the first start all checks stand on that page; afterwards the engines are in the settings. */
function lookAgain(): void {
  void check();
  if (useSettings.getState().values?.firstRunDone !== false) go('settings', 'engine');
}

function show(service: string, tab: 'logs' | 'terminal'): void {
  go('stack');
  inspect(service, tab);
}
