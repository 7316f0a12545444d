import type { Tone } from '../../../components/Status.tsx';
import type { OperationView } from '../../../state/operation-view.ts';
import type { ServiceRow } from '../../../state/rows.ts';

/** One line of the plan as it is carried out: a tier, with how many of its services stand. */
export interface Stage {
  tier: string;
  services: string[];
  done: number;
  total: number;
  tone: Tone;
  /** What most of the rest is doing now. */
  doing: 'pulling' | 'building' | 'waiting' | 'starting' | 'stopping' | null;
}

const over: ReadonlySet<string> = new Set(['ready', 'finished', 'kept', 'stopped', 'removed', 'skipped']);
const sick: ReadonlySet<string> = new Set(['failed', 'unhealthy']);

export function stagesOf(view: OperationView, rows: readonly ServiceRow[], tiers: readonly string[]): Stage[] {
  const names = new Set([...(view.plan?.services.map((s) => s.service) ?? []), ...view.services.keys()]);
  const known = new Map(rows.map((r) => [r.service, r]));
  const grouped = new Map<string, string[]>(tiers.map((t) => [t, []]));
  for (const name of names) {
    const tier = known.get(name)?.tier ?? 'other';
    grouped.set(tier, [...(grouped.get(tier) ?? []), name]);
  }
  return [...grouped].filter(([, list]) => list.length).map(([tier, list]) => stageOf(view, tier, list, known));
}

function stageOf(view: OperationView, tier: string, names: string[], known: Map<string, ServiceRow>): Stage {
  const states = names.map((n) => view.services.get(n)?.state ?? 'waiting');
  const done = states.filter((s) => over.has(s)).length;
  const tone: Tone = states.some((s) => sick.has(s))
    ? 'bad'
    : done === names.length
      ? 'ok'
      : states.every((s) => s === 'waiting' || over.has(s)) && done === 0
        ? 'off'
        : 'busy';
  return {
    tier,
    services: names.map((n) => known.get(n)?.title ?? n),
    done,
    total: names.length,
    tone,
    doing: doingOf(states),
  };
}

function doingOf(states: readonly string[]): Stage['doing'] {
  if (states.includes('building')) return 'building';
  if (states.includes('pulling')) return 'pulling';
  if (states.some((s) => ['starting', 'started', 'creating', 'created'].includes(s))) return 'starting';
  if (states.includes('stopping')) return 'stopping';
  if (states.includes('waiting')) return 'waiting';
  return null;
}
