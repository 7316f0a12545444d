import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../../components/Segmented.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { liveOf, useLiveSample } from '../../../state/live.ts';
import type { ServiceRow } from '../../../state/rows.ts';
import type { Row } from '../../monitor/chart/gaps.ts';
import { rowsOf } from '../../monitor/chart/rows-of.ts';
import { TimeChart } from '../../monitor/chart/TimeChart.tsx';
import { sizeScale } from '../../monitor/chart/ticks.ts';
import { marksOf } from '../../monitor/marks.ts';
import { type RangeName, ranges } from '../../monitor/ranges.ts';
import { useHistory } from '../../monitor/use-history.ts';

const names: readonly RangeName[] = ['15m', '1h', '6h', '24h', '7d'];

/** Processor, memory and network of one service. */
export default function ChartsTab({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [range, setRange] = useState<RangeName>('15m');
  useLiveSample();
  const live = liveOf(row.service);
  const { answer, problem } = useHistory({
    length: ranges[range],
    fixed: null,
    live: true,
    of: [row.service],
    metrics: ['cpu', 'memory', 'rx', 'tx'],
  });
  if (problem) return <p className="pad small bad">{problem.title}</p>;
  if (!answer) return <p className="pad faint">{t('monitor.reading')}</p>;
  const { history, from, to } = answer;
  const of = (metric: string, key: string) => rowsOf(history, metric, [{ key, members: [row.service] }]);
  const marks = marksOf(
    answer.marks.filter((m) => m.service === row.service),
    () => row.title,
    t,
  );
  const limit = live?.memoryLimitBytes || row.entry?.memoryBytes;
  const memory = of('memory', 'memory');
  const unit = format.sized(Math.max(1, ...memory.map((r) => r.memory ?? 0)));
  const tx = of('tx', 'tx');
  const network = of('rx', 'rx').map((r, at): Row => ({ at: r.at, rx: r.rx ?? null, tx: tx[at]?.tx ?? null }));
  const fastest = Math.max(1, ...network.flatMap((r) => [r.rx ?? 0, r.tx ?? 0]));
  return (
    <div className="scroll grow insp-charts">
      <div className="pad-s">
        <Segmented
          label={t('monitor.range.label')}
          value={range}
          onChange={setRange}
          options={names.map((value) => ({ value, label: t(`monitor.range.${value}`) }))}
        />
      </div>
      <TimeChart
        title={t('monitor.cpu.title')}
        unit={t('monitor.cpu.unitCore')}
        now={live ? <b>{format.percent(live.cpuPercent)}</b> : null}
        series={[{ key: 'cpu', label: t('monitor.cpu.title'), colour: 1 }]}
        legend={false}
        rows={of('cpu', 'cpu')}
        from={from}
        to={to}
        marks={marks}
        say={(v) => format.percent(v)}
      />
      <TimeChart
        title={t('stack.column.memory')}
        unit={unit.unit}
        now={live ? <b>{format.bytes(live.memoryBytes)}</b> : null}
        series={[{ key: 'memory', label: t('stack.column.memory'), colour: 2 }]}
        legend={false}
        rows={memory}
        from={from}
        to={to}
        sizes
        {...(limit ? { limit } : {})}
        say={format.bytes}
        scale={sizeScale(Math.max(1, ...memory.map((r) => r.memory ?? 0)))}
      />
      <TimeChart
        title={t('monitor.network.title')}
        unit={`${format.sized(fastest).unit}/s`}
        now={live ? <b>{format.rate(live.rxBytesPerSecond)}</b> : null}
        series={[
          { key: 'rx', label: t('monitor.network.in'), colour: 1 },
          { key: 'tx', label: t('monitor.network.out'), colour: 3 },
        ]}
        rows={network}
        from={from}
        to={to}
        sizes
        say={format.rate}
        scale={sizeScale(fastest)}
      />
    </div>
  );
}
