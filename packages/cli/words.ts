import type { Plan, Reason } from '@sutazai/core/stack';

export function seconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 120_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function bytes(n: number): string {
  if (n < 1e3) return `${n} B`;
  if (n < 1e6) return `${Math.round(n / 1e3)} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

const conditions: Record<string, string> = {
  service_healthy: 'healthy',
  service_started: 'started',
  service_completed_successfully: 'finished',
};

/** "postgres (healthy), migrate (finished)" */
export function waitText(waits: readonly { service: string; condition: string }[]): string {
  return waits.map((w) => `${w.service} (${conditions[w.condition] ?? w.condition})`).join(', ');
}

const reasonWords: Record<Reason['code'], string> = {
  absent: 'is not there yet',
  'not-running': 'is not running',
  'config-changed': 'its settings changed',
  'content-changed': 'a secret or config file of it changed',
  'image-changed': 'its image is newer',
  'network-changed': 'its networks changed',
  'volume-changed': 'its volumes changed',
  'parent-recreated': 'a service it lives with is replaced',
  dead: 'the engine calls it dead',
  forced: 'asked for',
  'scale-down': 'more than wanted',
  drift: 'it differs from the files',
  unhealthy: 'its health is not confirmed',
  unfinished: 'left over from an interrupted start',
  'missing-image': 'is not here',
  policy: 'asked for',
};

export function reasonText(r: Reason): string {
  const change = r.from !== undefined || r.to !== undefined ? `: ${r.from ?? '(none)'} → ${r.to ?? '(none)'}` : '';
  return r.field ? `${r.field}${change}` : `${reasonWords[r.code]}${change}`;
}

/** How many of each action, for one line. */
export function planCounts(plan: Plan): string {
  const all = plan.services.flatMap((s) => s.containers.map((c) => c.action));
  const count = (...actions: string[]) => all.filter((a) => actions.includes(a)).length;
  const parts = [
    [count('create'), 'to create'],
    [count('recreate'), 'to replace'],
    [count('start', 'restart'), 'to start'],
    [count('remove') + plan.orphans.filter((o) => o.remove).length, 'to remove'],
    [count('keep', 'done', 'wait'), 'as wanted'],
  ] as const;
  return parts
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${n} ${what}`)
    .join(', ');
}
