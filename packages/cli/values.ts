import { durationOrUndefined, momentOrUndefined } from '@sutazai/core/compose';
import { failure } from '@sutazai/core/diagnose';
import type { PlanOptions, Selection } from '@sutazai/core/stack';

function usage(reason: string): never {
  throw failure('USAGE', { reason, detail: reason }, { extra: { title: reason } });
}

/** `5m`, `90s`, or a bare number of seconds → milliseconds. */
export function milliseconds(text: string, option: string): number {
  const ns = /^\d+$/.test(text) ? Number(text) * 1e9 : durationOrUndefined(text);
  return ns === undefined || ns <= 0 ? usage(`${option}: "${text}" is no duration; write 90s or 5m`) : ns / 1e6;
}

export function wholeNumber(text: unknown, option: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && text !== ''
    ? value
    : usage(`${option}: "${text}" is no whole number`);
}

/** A time (RFC 3339) or a duration back from now, as the engine takes it. */
export function moment(text: string, option: string, now = Date.now()): string {
  return momentOrUndefined(text, now) ?? usage(`${option}: "${text}" is neither a time nor a duration`);
}

/** `--scale web=3` → {web: 3}. */
export function scales(list: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    list.map((entry) => {
      const [service, count] = entry.split('=');
      if (!service || count === undefined) usage(`--scale: "${entry}"; write SERVICE=NUMBER`);
      return [service, wholeNumber(count, '--scale')];
    }),
  );
}

export function selectionOf(services: unknown, options: Record<string, unknown>): Selection {
  const names = (Array.isArray(services) ? services : []) as string[];
  return {
    ...(names.length > 0 ? { services: names } : {}),
    ...(typeof options.tier === 'string' ? { tier: options.tier } : {}),
  };
}

export function planOptions(services: unknown, options: Record<string, unknown>): PlanOptions {
  return {
    selection: selectionOf(services, options),
    ...(options.build ? { build: true } : {}),
    ...(options.pull ? { pull: options.pull as 'always' } : {}),
    ...(options.forceRecreate ? { forceRecreate: true } : {}),
    ...(options.recreate === false ? { noRecreate: true } : {}),
    ...(options.removeOrphans ? { removeOrphans: true } : {}),
    ...(options.deps === false ? { noDeps: true } : {}),
    ...(Array.isArray(options.scale) ? { scale: scales(options.scale as string[]) } : {}),
  };
}
