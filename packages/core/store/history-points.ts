/**
 * Measured values as `points` equal parts of a time: each part is the average of what was measured in it. Parts shorter than
 * the distance between two samples repeat the last one for up to `hold` milliseconds, so that a line does not break where
 * nothing is missing; a longer silence is a gap (null). Pure.
 * @param values by time, ascending; from `hold` before `from` on. All times in milliseconds.
 */
export function seriesPoints(
  values: readonly (readonly [at: number, value: number])[],
  { from, to, points }: { from: number; to: number; points: number },
  hold: number,
): [number, number | null][] {
  const width = (to - from) / points;
  const result: [number, number | null][] = [];
  let next = 0;
  let last: readonly [number, number] | undefined;
  for (let part = 0; part < points; part++) {
    const begin = from + part * width;
    const end = begin + width;
    let sum = 0;
    let count = 0;
    for (let value = values[next]; value && value[0] < end; value = values[next]) {
      if (value[0] >= begin) {
        sum += value[1];
        count += 1;
      }
      last = value;
      next += 1;
    }
    const held = last && width < hold && begin - last[0] <= hold ? last[1] : null;
    result.push([Math.round(begin), count > 0 ? sum / count : held]);
  }
  return result;
}
