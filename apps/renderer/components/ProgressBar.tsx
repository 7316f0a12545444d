/** The one bar of an operation. Screen readers hear it at every tenth, not at every step. */
export function ProgressBar({ fraction, label }: { fraction: number; label: string }) {
  const percent = Math.floor(fraction * 100);
  return (
    <div
      className="bar tall"
      role="progressbar"
      aria-valuenow={Math.floor(percent / 10) * 10}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
    >
      <i style={{ width: `${(fraction * 100).toFixed(2)}%` }} />
    </div>
  );
}
