const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  5 * day,
  10 * day,
];

/** Round moments of the local clock within a range, about `count` of them; none so near to the end that "now" would cover it. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const step = steps.find((s) => (to - from) / s <= count) ?? 10 * day;
  // Days begin at local midnight, not at that of the reference meridian.
  const shift = new Date(from).getTimezoneOffset() * minute;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to - (to - from) * 0.06; at += step)
    ticks.push(at);
  return ticks;
}

/** From zero to a round number above the highest value, in three to five steps. */
export function valueTicks(highest: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((f) => f * size).find((s) => s >= rough) ?? 10 * size;
  const count = Math.max(2, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(10)));
}

/** As {@link valueTicks}, for sizes: steps that are round in units of 1024. */
export function byteTicks(highest: number): number[] {
  const unit = sizeScale(highest);
  return valueTicks(highest / unit).map((v) => v * unit);
}

/** Bytes of the unit in which a size of up to `highest` is said, so that an axis carries plain numbers. */
export function sizeScale(highest: number): number {
  let unit = 1;
  // As sizes are said everywhere: no amount has four digits before the point.
  while (highest / unit >= 999.5) unit *= 1024;
  return unit;
}

/** Digits after the point that tell all ticks of an axis apart, and no more. */
export function tickDigits(ticks: readonly number[], scale: number): number {
  return (
    [0, 1, 2].find((digits) => ticks.every((t) => Math.abs(t / scale - Number((t / scale).toFixed(digits))) < 1e-9)) ??
    2
  );
}
