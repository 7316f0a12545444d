import { Bar } from '../../components/Bar.tsx';
import { Sparkline, sparkPath } from '../../components/Sparkline.tsx';
import { useFormat } from '../../format/use-format.ts';
import { cpuLine, liveOf, useLiveText } from '../../state/live.ts';
import type { ServiceRow } from '../../state/rows.ts';

/** Percent of a core that a line's height stands for at least. */
const leastCpu = 5;
/** Parts of the bar's width that can be told apart. */
const steps = 200;

/** What changes every two seconds in a service's row. Most services are idle most of the time, and then nothing is drawn. */
export function LiveCells({ row }: { row: ServiceRow }) {
  const format = useFormat();
  const { service, entry } = row;
  const [path, cpu, memory, share] = useLiveText(() => {
    const sample = liveOf(service);
    const limit = sample?.memoryLimitBytes || entry?.memoryBytes || 0;
    const parts = [
      sparkPath(cpuLine(service), leastCpu),
      sample ? format.percent(sample.cpuPercent) : '',
      sample ? format.bytes(sample.memoryBytes) : '',
      sample && limit ? Math.round((sample.memoryBytes / limit) * steps) / steps : '',
    ];
    return parts.join('\n');
  }).split('\n') as [string, string, string, string];
  return (
    <>
      <td className="num c-spark">
        <Sparkline path={path} />
      </td>
      <td className="num">{cpu}</td>
      <td className="num">{memory}</td>
      <td className="c-lim">
        {share ? (
          <Bar parts={[{ share: Number(share), kind: Number(share) > 0.9 || row.problem ? 'bad' : 'other' }]} />
        ) : null}
      </td>
    </>
  );
}
