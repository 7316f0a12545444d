export interface Gap {
  from: number;
  to: number;
}

export type Row = { at: number } & Record<string, number | null>;

/**
 * Stretches in which nothing at all was measured, from the last point before to the first after. Shorter than two steps is no
 * gap: one sample may be late. Before the first and after the last point nothing is claimed.
 */
export function gapsOf(rows: readonly Row[], keys: readonly string[]): Gap[] {
  const gaps: Gap[] = [];
  const empty = (row: Row) => keys.every((k) => row[k] === null || row[k] === undefined);
  let last: number | undefined;
  rows.forEach((row, at) => {
    if (empty(row)) return;
    if (last !== undefined && at - last > 2) gaps.push({ from: rows[last]?.at ?? row.at, to: row.at });
    last = at;
  });
  return gaps;
}
