import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { useLiveSample } from '../../state/live.ts';
import { useRows } from '../../state/use-rows.ts';
import type { Row } from './chart/gaps.ts';
import { lastValue, peakValue, rowsOf, type Series, topSeries } from './chart/rows-of.ts';
import { TimeChart } from './chart/TimeChart.tsx';
import { sizeScale } from './chart/ticks.ts';
import { Legend } from './Legend.tsx';
import { marksOf } from './marks.ts';
import type { Scope } from './series.ts';
import type { Answer } from './use-history.ts';

interface ChartsProps {
  answer: Answer;
  scope: Scope;
  series: readonly Series[];
  tables: boolean;
  onZoom: (from: number, to: number) => void;
}

/** Memory large, with its legend as a table; processor and network below. All from the engine's statistics, kept by the host. */
export function Charts({ answer, scope, series, tables, onZoom }: ChartsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sample = useLiveSample();
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  const { history, from, to } = answer;
  const { cpu, memory, network } = useMemo(() => prepare(history, series, scope, t), [history, series, scope, t]);
  const marks = useMemo(() => marksOf(answer.marks, (s) => titles.get(s) ?? s, t), [answer.marks, titles, t]);
  const total = sample?.host.memoryTotalBytes;
  const sum = memory.series.reduce((s, x) => s + (lastValue(memory.rows, x.key) ?? 0), 0);
  const used = scope === 'host' ? (sample?.host.memoryUsedBytes ?? sum) : sum;
  const memoryTop = Math.max(
    1,
    ...memory.rows.map((row) => memory.series.reduce((all, x) => all + (row[x.key] ?? 0), 0)),
  );
  const networkTop = Math.max(1, ...network.rows.flatMap((r) => [r.rx ?? 0, r.tx ?? 0]));
  const shared = { from, to, asTable: tables, onZoom };
  return (
    <>
      <div className="bigrow">
        <TimeChart
          {...shared}
          say={format.bytes}
          scale={sizeScale(memoryTop)}
          title={t(`monitor.memory.${scope}`)}
          unit={format.sized(memoryTop).unit}
          now={total ? <b>{t('monitor.memory.of', { used: format.bytes(used), total: format.bytes(total) })}</b> : null}
          series={memory.series.map(coloured)}
          rows={memory.rows}
          stacked
          sizes
          marks={marks}
          legend={false}
        />
        <div className="side">
          <Legend scope={scope} series={memory.series.map(coloured)} rows={memory.rows} say={format.bytes} />
          <p className="cap pad-s">
            {t('monitor.fromEngine', { time: format.duration((to - from) / Math.max(1, memory.rows.length)) })}
          </p>
        </div>
      </div>
      <div className="pair">
        <TimeChart
          {...shared}
          title={t('monitor.cpu.title')}
          unit={t(scope === 'host' ? 'monitor.cpu.unitHost' : 'monitor.cpu.unit', { count: sample?.host.cores ?? 0 })}
          now={
            sample ? (
              <b>
                {format.percent(
                  scope === 'host' ? sample.host.cpuPercent : sample.services.reduce((all, x) => all + x.cpuPercent, 0),
                  0,
                )}
              </b>
            ) : null
          }
          series={cpu.series.map(coloured)}
          rows={cpu.rows}
          say={(v) => format.percent(v)}
        />
        <TimeChart
          {...shared}
          say={format.rate}
          scale={sizeScale(networkTop)}
          title={t('monitor.network.title')}
          unit={`${format.sized(networkTop).unit}/s`}
          now={<b>{format.rate(lastValue(network.rows, 'rx') ?? 0)}</b>}
          sizes
          series={[
            { key: 'rx', label: t('monitor.network.in'), colour: 1 },
            { key: 'tx', label: t('monitor.network.out'), colour: 3 },
          ]}
          rows={network.rows}
        />
      </div>
    </>
  );
}

const coloured = (s: Series, at: number) => ({
  key: s.key,
  label: s.label,
  colour: at + 1,
  dashed: at >= 2 && at % 2 === 1,
});

function prepare(history: Answer['history'], series: readonly Series[], scope: Scope, t: (key: string) => string) {
  const peak = (metric: string) => (s: Series) => peakValue(rowsOf(history, metric, [s]), s.key);
  const top = (metric: string) => topSeries(series, peak(metric), t('monitor.others'));
  const hostCpu: Series = { key: 'host', label: t('monitor.theMachine'), members: ['host'] };
  const cpuSeries = scope === 'host' ? [hostCpu] : top('cpu');
  const memorySeries = scope === 'host' ? [...series] : top('memory');
  const memoryRows = rowsOf(history, 'memory', scope === 'host' ? [...series, hostCpu] : memorySeries);
  if (scope === 'host') for (const row of memoryRows) splitOthers(row);
  const all = [...new Set(series.flatMap((s) => s.members))];
  const rx = rowsOf(history, 'rx', [{ key: 'rx', members: all }]);
  const tx = rowsOf(history, 'tx', [{ key: 'tx', members: all }]);
  return {
    cpu: { series: cpuSeries, rows: rowsOf(history, 'cpu', cpuSeries) },
    memory: {
      series:
        scope === 'host'
          ? [...memorySeries, { key: 'others', label: t('monitor.otherPrograms'), members: [] }]
          : memorySeries,
      rows: memoryRows,
    },
    network: { rows: rx.map((row, at): Row => ({ at: row.at, rx: row.rx ?? null, tx: tx[at]?.tx ?? null })) },
  };
}

/** What of the machine's memory in use is not the stack's. */
function splitOthers(row: Row): void {
  const { host, stack } = row;
  row.others = host === null || host === undefined ? null : Math.max(0, host - (stack ?? 0));
}
