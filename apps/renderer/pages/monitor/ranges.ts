const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const ranges = {
  '15m': 15 * minute,
  '1h': hour,
  '6h': 6 * hour,
  '24h': day,
  '7d': 7 * day,
  '30d': 30 * day,
} as const;
export type RangeName = keyof typeof ranges;

export const points = 240;

/** Milliseconds between two looks at the history: one point of the range, but not more often than every four seconds. */
export const refreshEvery = (length: number) => Math.min(5 * minute, Math.max(4000, length / points));
