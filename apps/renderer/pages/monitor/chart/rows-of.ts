import type { Row } from './gaps.ts';

export interface History {
  series: readonly { of: string; metric: string; points: readonly (readonly [number, number | null])[] }[];
}

/** Series of one metric as rows by time; all have the same moments, as the host cuts the range into equal parts. */
export function rowsOf(
  history: History,
  metric: string,
  groups: readonly { key: string; members: readonly string[] }[],
): Row[] {
  const byName = new Map(history.series.filter((s) => s.metric === metric).map((s) => [s.of, s.points]));
  const moments = history.series.find((s) => s.metric === metric)?.points ?? [];
  return moments.map(([at], index) => {
    const row: Row = { at };
    for (const { key, members } of groups) row[key] = sumAt(members, byName, index);
    return row;
  });
}

/** What is not measured adds nothing; if nothing is measured there is no value, rather than zero. */
function sumAt(
  members: readonly string[],
  byName: Map<string, History['series'][number]['points']>,
  index: number,
): number | null {
  let sum: number | null = null;
  for (const member of members) {
    const value = byName.get(member)?.[index]?.[1] ?? null;
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

export interface Series {
  key: string;
  label: string;
  members: string[];
}

const most = 6;

/** At most six lines: the largest by their highest value, then all others as one. */
export function topSeries(series: readonly Series[], peakOf: (s: Series) => number, others: string): Series[] {
  const sorted = [...series].map((s) => ({ s, peak: peakOf(s) })).sort((a, b) => b.peak - a.peak);
  if (sorted.length <= most) return sorted.map((x) => x.s);
  const rest = sorted.slice(most - 1);
  return [
    ...sorted.slice(0, most - 1).map((x) => x.s),
    { key: 'others', label: others, members: rest.flatMap((x) => x.s.members) },
  ];
}

export function lastValue(rows: readonly Row[], key: string): number | null {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const value = rows[at]?.[key];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

export const peakValue = (rows: readonly Row[], key: string): number =>
  rows.reduce((peak, r) => Math.max(peak, r[key] ?? 0), 0);

export function valueAt(rows: readonly Row[], key: string, at: number): number | null {
  let best: Row | undefined;
  for (const row of rows) if (!best || Math.abs(row.at - at) < Math.abs(best.at - at)) best = row;
  return best?.[key] ?? null;
}
