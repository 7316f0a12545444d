import fuzzysort from 'fuzzysort';
import type { Command } from './commands.ts';

export interface Found {
  command: Command;
  match?: Fuzzysort.Result;
}

const shown = 60;
const order: Command['group'][] = ['services', 'stack', 'goto', 'settings'];

/** Best first within each group; the groups stand in the order of their best command. Nothing typed: places and the stack first. */
export function find(commands: readonly Command[], query: string): Found[] {
  if (!query.trim()) {
    const first = ['stack', 'goto', 'settings', 'services'];
    return [...commands]
      .sort((a, b) => first.indexOf(a.group) - first.indexOf(b.group))
      .slice(0, shown)
      .map((command) => ({ command }));
  }
  const results = fuzzysort.go(query, commands, { key: 'title', limit: shown, threshold: 0.3 });
  const found = results.map((r) => ({ command: r.obj, match: r as Fuzzysort.Result }));
  const best = new Map<string, number>();
  found.forEach((f, at) => {
    if (!best.has(f.command.group)) best.set(f.command.group, at);
  });
  const rank = (group: Command['group']) => best.get(group) ?? order.length;
  return found
    .map((f, at) => ({ f, at }))
    .sort((a, b) => rank(a.f.command.group) - rank(b.f.command.group) || a.at - b.at)
    .map((x) => x.f);
}
