/** The shape of the last minutes, no more: its value stands beside it. `null` is a gap and is left out of the line. */
export function Sparkline({ values, max }: { values: readonly (number | null)[]; max: number }) {
  return (
    <svg className="spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(values, max)} />
    </svg>
  );
}

export function sparkPath(values: readonly (number | null)[], max: number): string {
  if (values.length < 2) return '';
  const top = Math.max(max, 1e-9);
  let path = '';
  let drawing = false;
  values.forEach((v, at) => {
    if (v === null) {
      drawing = false;
      return;
    }
    const x = (at / (values.length - 1)) * 100;
    const y = 95 - Math.min(1, v / top) * 82;
    path += `${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    drawing = true;
  });
  return path;
}
