import { useFormat } from '../../../format/use-format.ts';

interface CursorLabelProps {
  say: (value: number) => string;
  /** Stacked: the sum is the figure of the moment. */
  sum: boolean;
  active?: boolean;
  label?: string | number;
  payload?: readonly { name?: string; value?: number | null; color?: string; dataKey?: string | number }[];
}

/** What stands at the cursor: its time and the values there. */
export function CursorLabel({ say, sum, active, label, payload = [] }: CursorLabelProps) {
  const format = useFormat();
  if (!active || label === undefined) return null;
  const at = format.clock(Number(label), false);
  const values = payload.filter((p) => typeof p.value === 'number');
  if (!values.length) return <div className="cursor-label">{at}</div>;
  if (sum)
    return (
      <div className="cursor-label">{`${at}, ${say(values.reduce((total, p) => total + (p.value ?? 0), 0))}`}</div>
    );
  return (
    <div className="cursor-label">
      {at}
      {values.map((p) => (
        <div key={String(p.dataKey)}>{`${p.name ?? ''} ${say(p.value ?? 0)}`}</div>
      ))}
    </div>
  );
}
