import { useFormat } from '../../format/use-format.ts';
import { liveOf, useLiveText } from '../../state/live.ts';
import type { Tier } from '../../state/rows.ts';

/** What the services of a tier use together. */
export function TierFigures({ tier }: { tier: Tier }) {
  const format = useFormat();
  const [cpu, memory] = useLiveText(() => {
    const samples = tier.rows.map((r) => liveOf(r.service)).filter((s) => s !== undefined);
    if (!samples.length) return '\n';
    const sum = (of: 'cpuPercent' | 'memoryBytes') => samples.reduce((all, s) => all + s[of], 0);
    return `${format.percent(sum('cpuPercent'))}\n${format.bytes(sum('memoryBytes'))}`;
  }).split('\n');
  return (
    <>
      <td className="num">{cpu}</td>
      <td className="num">{memory}</td>
    </>
  );
}
