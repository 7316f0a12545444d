import type { ServiceStatus, StackOverview, StackStatus } from '@sutazai/core/contract';
import type { Tone } from '../components/Status.tsx';

type Entry = StackOverview['services'][number];

/** One service as the pages show it: what it is, from the files, and how it is, from the engine. */
export interface ServiceRow {
  service: string;
  title: string;
  tier: string;
  entry: Entry | undefined;
  status: ServiceStatus | undefined;
  state: RowState;
  tone: Tone;
  /** Needs a person. */
  problem: boolean;
  /** It does not run, and these do that need it: their titles. */
  neededBy: readonly string[];
  /** Somebody or the system ended it by force, while others of the stack run. */
  killed: boolean;
}

export type RowState = ServiceStatus['state'] | 'off' | 'unknown';

const tones: Record<RowState, Tone> = {
  healthy: 'ok',
  running: 'ok',
  external: 'ok',
  finished: 'ok',
  starting: 'busy',
  created: 'off',
  restarting: 'warn',
  paused: 'warn',
  unhealthy: 'bad',
  failed: 'bad',
  stopped: 'off',
  absent: 'off',
  off: 'off',
  unknown: 'off',
};

const problems: ReadonlySet<RowState> = new Set(['unhealthy', 'failed', 'restarting']);
const active: ReadonlySet<RowState> = new Set(['healthy', 'running', 'starting', 'unhealthy', 'restarting', 'paused']);
const well: ReadonlySet<RowState> = new Set(['healthy', 'running', 'external']);

/** Those that do not run although they are meant to. Alone that is somebody's choice; where others need them it is a fault. */
const down: ReadonlySet<RowState> = new Set(['stopped', 'created', 'absent', 'paused']);

/** 128 and SIGKILL: an ordered stop leaves 0 or 143 unless its time ran out. */
const killedBySignal = 137;

/** @param changing an operation runs: what is down for a moment is no fault. */
export function rowsOf(overview: StackOverview | null, status: StackStatus | null, changing = false): ServiceRow[] {
  const entries = new Map(overview?.services.map((s) => [s.service, s]));
  const states = new Map(status?.services.map((s) => [s.service, s]));
  const anyActive = status?.services.some((s) => active.has(s.state)) === true;
  const names = [...entries.keys(), ...[...states.keys()].filter((s) => !entries.has(s))];
  return names.map((service) => {
    const entry = entries.get(service);
    const found = states.get(service);
    const state = stateOf(entry, found, status);
    const missed = !changing && down.has(state) && entry?.enabled && !entry.job && status?.engine.reachable;
    const neededBy = missed ? runningDependents(service, overview, states) : [];
    const killed = Boolean(missed && anyActive && found?.containers.some((c) => c.exitCode === killedBySignal));
    return {
      service,
      title: entry?.title ?? found?.title ?? service,
      tier: entry?.tier ?? found?.tier ?? 'other',
      entry,
      status: found,
      state,
      tone: neededBy.length || killed ? 'warn' : tones[state],
      problem: problems.has(state) || neededBy.length > 0 || killed,
      neededBy,
      killed,
    };
  });
}

function runningDependents(
  service: string,
  overview: StackOverview | null,
  states: ReadonlyMap<string, ServiceStatus>,
): string[] {
  return (overview?.services ?? [])
    .filter((s) => !s.job && s.dependsOn.includes(service) && active.has(states.get(s.service)?.state ?? 'off'))
    .map((s) => s.title);
}

function stateOf(entry: Entry | undefined, found: ServiceStatus | undefined, status: StackStatus | null): RowState {
  if (entry?.external) return 'external';
  if (found && found.state !== 'absent') return found.state;
  if (entry && !entry.enabled) return 'off';
  return status ? 'absent' : 'unknown';
}

export const isActive = (row: ServiceRow) => active.has(row.state);
/** Meant to run, and does not. */
export const isDown = (row: ServiceRow) => down.has(row.state) && row.entry?.enabled === true && !isJob(row);
export const isWell = (row: ServiceRow) => well.has(row.state);
export const isJob = (row: ServiceRow) => row.entry?.job === true;

/** Jobs that are over or have not begun are no service that anybody looks for. */
export const isShown = (row: ServiceRow) =>
  !isJob(row) || !['finished', 'absent', 'off', 'unknown', 'created'].includes(row.state);

export interface Tier {
  tier: string;
  rows: ServiceRow[];
}

export function byTier(rows: readonly ServiceRow[], order: readonly string[]): Tier[] {
  const tiers = new Map<string, ServiceRow[]>(order.map((t) => [t, []]));
  for (const row of rows) {
    const list = tiers.get(row.tier);
    if (list) list.push(row);
    else tiers.set(row.tier, [row]);
  }
  return [...tiers].map(([tier, list]) => ({ tier, rows: list })).filter((t) => t.rows.length);
}

export interface Counts {
  well: number;
  problems: number;
  starting: number;
  off: number;
  /** Services that are meant to run. */
  enabled: number;
}

export function countsOf(rows: readonly ServiceRow[]): Counts {
  const services = rows.filter((r) => !isJob(r));
  const count = (test: (row: ServiceRow) => boolean) => services.filter(test).length;
  return {
    well: count(isWell),
    problems: rows.filter((r) => r.problem).length,
    starting: count((r) => r.state === 'starting'),
    off: count((r) => r.tone === 'off'),
    enabled: count((r) => r.entry?.enabled !== false || isActive(r)),
  };
}
