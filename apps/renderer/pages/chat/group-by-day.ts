const day = 86_400_000;

export interface DayGroup<T> {
  day: 'today' | 'week' | 'earlier';
  items: T[];
}

/** Newest first, in what was today, within a week, and before. */
export function groupByDay<T extends { updatedAt: number }>(items: readonly T[], now: number): DayGroup<T>[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const groups: DayGroup<T>[] = [
    { day: 'today', items: [] },
    { day: 'week', items: [] },
    { day: 'earlier', items: [] },
  ];
  for (const item of [...items].sort((a, b) => b.updatedAt - a.updatedAt)) {
    const at = item.updatedAt >= midnight ? 0 : item.updatedAt >= midnight - 6 * day ? 1 : 2;
    groups[at]?.items.push(item);
  }
  return groups.filter((g) => g.items.length);
}
