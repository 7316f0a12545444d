import { memo } from 'react';

/** The shape of the last minutes, no more: its value stands beside it. Drawn anew only where the shape is another. */
export const Sparkline = memo(function Sparkline({ path }: { path: string }) {
  return (
    <svg className="spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
});

/**
 * @param values oldest first; NaN is a gap and is left out of the line.
 * @param least what the height stands for at least, so that the noise of something idle does not look like work.
 */
export function sparkPath(values: Float64Array, least: number): string {
  const last = values.length - 1;
  if (last < 1) return '';
  let top = Math.max(least, 1e-9);
  for (const v of values) if (v > top) top = v;
  // A unit of the height is a seventh of a pixel; what lies flat needs its two ends only.
  const height = (v: number) => Math.round(95 - Math.max(0, v / top) * 82);
  let path = '';
  let before = Number.NaN;
  for (let at = 0; at <= last; at += 1) {
    const y = height(values[at] ?? Number.NaN);
    const after = at < last ? height(values[at + 1] ?? Number.NaN) : Number.NaN;
    if (!Number.isNaN(y) && !(y === before && y === after)) {
      const x = Math.round((at / last) * 1000) / 10;
      path += `${Number.isNaN(before) ? 'M' : 'L'}${x} ${y}`;
    }
    before = y;
  }
  return path;
}
