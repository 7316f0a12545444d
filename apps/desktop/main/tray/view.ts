import type { Operation, ServiceStatus, StackStatus } from '@sutazai/core/contract';
import type { Words } from '../../words/words.ts';

/** Shape beside the mark; `ok` carries none. The words say the same, so that nothing hangs on shape or colour alone. */
export type TrayShape = 'ok' | 'busy' | 'bad' | 'warn' | 'off';

/** What the shell knows of the stack, as it last heard it. */
export interface StackNow {
  status: StackStatus | undefined;
  operation: Operation | undefined;
  /** 0 to 1 of the running operation. */
  fraction: number;
  /** Milliseconds since the epoch since when a service has been as it is. */
  since: ReadonlyMap<string, number>;
}

export interface TrayView {
  shape: TrayShape;
  headline: string;
  caption: string | undefined;
  unwell: { service: string; text: string }[];
  running: boolean;
}

/** The words of the tray for a state of the stack. `time` writes a moment as the user's clock does. */
export function trayView(now: StackNow, words: Words, time: (at: number) => string): TrayView {
  const services = now.status?.services ?? [];
  const unwell = services.filter(isUnwell).map((s) => ({ service: s.service, text: wordsOf(s, now, words, time) }));
  const running = services.some(isUp);
  const view = { caption: undefined, unwell, running };
  if (now.status === undefined) return { ...view, shape: 'busy', headline: words.tray.reading };
  if (!now.status.engine.reachable) {
    return { ...view, shape: 'warn', headline: words.tray.noEngine, caption: words.tray.watching };
  }
  const busy = now.operation !== undefined && now.operation.outcome === undefined;
  if (busy) return { ...view, shape: 'busy', headline: progress(now, words) };
  const [first] = unwell;
  const counted = services.filter(counts);
  if (first !== undefined) {
    return { ...view, shape: 'bad', headline: words.tray.someUnwell(unwell.length, counted.length) };
  }
  if (!running) return { ...view, shape: 'off', headline: words.tray.stopped };
  const well = counted.filter((s) => s.state === 'healthy' || s.state === 'running').length;
  if (well < counted.length) return { ...view, shape: 'busy', headline: words.tray.someStarting(well, counted.length) };
  return { ...view, shape: 'ok', headline: words.tray.allHealthy(counted.length) };
}

export const isUnwell = (s: ServiceStatus): boolean => s.state === 'unhealthy' || s.state === 'failed';
export const isUp = (s: ServiceStatus): boolean => upStates.has(s.state);
export const titleOf = (s: ServiceStatus): string => s.title ?? s.service;

const upStates = new Set(['starting', 'running', 'healthy', 'unhealthy', 'restarting', 'paused']);
/** Jobs that are done, what is not installed and what runs elsewhere are not counted among the healthy. */
const counts = (s: ServiceStatus): boolean => isUp(s) || s.state === 'failed';

const wordsOf = (s: ServiceStatus, now: StackNow, words: Words, time: (at: number) => string): string => {
  const since = now.since.get(s.service);
  const state = words.state[s.state];
  return since === undefined
    ? words.tray.serviceState(titleOf(s), state)
    : words.tray.unwellSince(titleOf(s), state, time(since));
};

function progress(now: StackNow, words: Words): string {
  const percent = Math.floor(now.fraction * 100);
  if (now.operation?.kind === 'restart') return words.tray.restarting(percent);
  const ending = now.operation?.kind === 'stop' || now.operation?.kind === 'down';
  return ending ? words.tray.stopping(percent) : words.tray.starting(percent);
}
