import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { ChartTable } from './ChartTable.tsx';
import { Plot } from './Plot.tsx';
import type { TimeChartProps } from './time-chart.ts';

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
