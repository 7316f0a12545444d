import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { ChartTable } from './ChartTable.tsx';
import type { Row } from './gaps.ts';
import { Plot, type PlotMark } from './Plot.tsx';

export interface ChartSeries {
  key: string;
  label: string;
  /** 1 to 8. */
  colour: number;
  dashed?: boolean;
}

export interface TimeChartProps {
  title: string;
  unit: string;
  /** The present value, in the heading. */
  now?: React.ReactNode;
  series: readonly ChartSeries[];
  rows: readonly Row[];
  from: number;
  to: number;
  stacked?: boolean;
  /** Values are sizes: axis steps are round in units of 1024. */
  sizes?: boolean;
  limit?: number;
  marks?: readonly PlotMark[];
  legend?: boolean;
  /** Shown as a table whatever its own button says. */
  asTable?: boolean;
  say: (value: number) => string;
  /** What one of the unit beside the title is; axis labels carry no unit of their own. Default 1. */
  scale?: number;
  onZoom?: (from: number, to: number) => void;
}

/** One chart with its title, unit, present value and, at a press, its table. */
export function TimeChart(props: TimeChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [own, setOwn] = useState(false);
  const table = own || props.asTable === true;
  const empty = !props.rows.some((r) => props.series.some((s) => r[s.key] !== null && r[s.key] !== undefined));
  return (
    <figure className="chart" aria-label={props.title}>
      <figcaption>
        <h2>{props.title}</h2>
        <span className="unit">{props.unit}</span>
        <span className="now">{props.now}</span>
        <Button
          kind="quiet"
          small
          aria-pressed={table}
          onClick={() => setOwn(!own)}
          disabled={props.asTable === true}
          aria-label={t('monitor.tableOf', { name: props.title })}
        >
          {t('monitor.table')}
        </Button>
      </figcaption>
      {table ? (
        <ChartTable {...props} />
      ) : empty ? (
        <p className="faint small no-data">
          {t('monitor.noData', { from: format.clock(props.from, false), to: format.clock(props.to, false) })}
        </p>
      ) : (
        <Plot {...props} />
      )}
      {props.legend !== false && !table ? (
        <div className="keys pad-t">
          {props.series.map((s) => (
            <span key={s.key}>
              <i className="key" style={{ background: `var(--c${s.colour})` }} />
              {s.dashed ? t('monitor.dashed', { name: s.label }) : s.label}
            </span>
          ))}
        </div>
      ) : null}
    </figure>
  );
}
