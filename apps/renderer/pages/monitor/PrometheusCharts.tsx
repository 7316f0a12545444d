import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import type { Row } from './chart/gaps.ts';
import { peakValue } from './chart/rows-of.ts';
import { TimeChart } from './chart/TimeChart.tsx';
import { points, refreshEvery } from './ranges.ts';

interface Query {
  id: string;
  promql: string;
  /** Label that names a line. */
  label: string;
}

// Names as the services' own exporters give them; tests/observability checks names like these against captured samples.
const queries: readonly Query[] = [
  { id: 'gateway', promql: 'sum by (code) (rate(kong_http_requests_total[5m])) * 60', label: 'code' },
  {
    id: 'latency',
    promql: 'histogram_quantile(0.95, sum by (le, route) (rate(kong_request_latency_ms_bucket[5m])))',
    label: 'route',
  },
  { id: 'queues', promql: 'sum by (queue) (rabbitmq_queue_messages)', label: 'queue' },
];

type Answer = Awaited<ReturnType<typeof door.api.monitor.prometheus>>;

/** What Prometheus adds when it runs; when it does not, one line says so. */
export function PrometheusCharts(props: { from: number; to: number; tables: boolean; live: boolean }) {
  const { t } = useTranslation();
  const answers = usePrometheus(props);
  if (!answers) return null;
  const off = answers.find((a) => !a.available);
  if (off && !off.available)
    return <p className="cap pad prom-off">{t('monitor.prometheusOff', { reason: off.reason })}</p>;
  return (
    <div className="three">
      {answers.map((answer, at) => {
        const query = queries[at];
        return answer.available && query ? (
          <PrometheusChart key={query.id} {...props} query={query} series={answer.series} />
        ) : null;
      })}
    </div>
  );
}

type FoundSeries = Extract<Answer, { available: true }>['series'];
const most = 6;

function PrometheusChart(props: { query: Query; series: FoundSeries; from: number; to: number; tables: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { query } = props;
  const found = props.series.slice(0, most);
  const moments = [...new Set(found.flatMap((s) => s.points.map(([at]) => at)))].sort((a, b) => a - b);
  const values = found.map((s) => new Map(s.points));
  const rows: Row[] = moments.map((at) => {
    const row: Row = { at };
    values.forEach((v, index) => {
      row[`s${index}`] = v.get(at) ?? null;
    });
    return row;
  });
  const series = found.map((s, index) => ({
    key: `s${index}`,
    label: s.labels[query.label] ?? t('monitor.all'),
    colour: index + 1,
    dashed: index >= 2 && index % 2 === 1,
  }));
  const digits = Math.max(0, ...series.map((s) => peakValue(rows, s.key))) < 10 ? 1 : 0;
  return (
    <TimeChart
      title={t(`monitor.prometheus.${query.id}`)}
      unit={t(`monitor.prometheus.${query.id}Unit`)}
      from={props.from}
      to={props.to}
      asTable={props.tables}
      series={series}
      rows={rows}
      say={(v) => format.number(v, digits)}
    />
  );
}

function usePrometheus({ from, to, live }: { from: number; to: number; live: boolean }): Answer[] | null {
  const [answers, setAnswers] = useState<Answer[] | null>(null);
  // The range moves with every look at the history; Prometheus is asked again only when a point of it has passed.
  const length = Math.round((to - from) / 1000) * 1000;
  const every = refreshEvery(length);
  const round = live ? Math.floor(to / every) : to;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const life = new AbortController();
    const step = Math.max(15, Math.ceil(length / 1000 / points));
    Promise.all(
      queries.map((q) => door.api.monitor.prometheus({ query: q.promql, from, to, step }, { signal: life.signal })),
    )
      .then(setAnswers)
      .catch(() => {
        if (!life.signal.aborted) setAnswers(null);
      });
    return () => life.abort();
  }, [length, round]);
  return answers;
}
