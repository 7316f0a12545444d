import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { useCursor } from './chart/cursor.ts';
import type { Row } from './chart/gaps.ts';
import { lastValue, peakValue, valueAt } from './chart/rows-of.ts';
import type { ChartSeries } from './chart/time-chart.ts';

/** The legend is a table: what each line is, at the cursor, now and at its highest. Top line first, as it is stacked. */
export function Legend({
  scope,
  series,
  rows,
  say,
}: {
  scope: string;
  series: readonly ChartSeries[];
  rows: readonly Row[];
  say: (value: number) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = useCursor((s) => s.at);
  const cell = (value: number | null) => (value === null ? '' : say(value));
  const sum = (of: (key: string) => number | null) => series.reduce((total, s) => total + (of(s.key) ?? 0), 0);
  return (
    <table className="leg" aria-label={t('monitor.legend.label')}>
      <thead>
        <tr>
          <th scope="col">{t(`monitor.legend.${scope}`)}</th>
          {at === null ? (
            <td />
          ) : (
            <th scope="col" className="num">
              {t('monitor.legend.at', { time: format.clock(at, false) })}
            </th>
          )}
          <th scope="col" className="num">
            {t('monitor.legend.now')}
          </th>
          <th scope="col" className="num">
            {t('monitor.legend.peak')}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...series].reverse().map((s) => (
          <tr key={s.key}>
            <td className="name cut">
              <i className="key square" style={{ background: `var(--c${s.colour})` }} />
              {s.label}
            </td>
            <td className="num">{at === null ? '' : cell(valueAt(rows, s.key, at))}</td>
            <td className="num">{cell(lastValue(rows, s.key))}</td>
            <td className="num">{say(peakValue(rows, s.key))}</td>
          </tr>
        ))}
        <tr>
          <td className="name">
            <b>{t('monitor.legend.all')}</b>
          </td>
          <td className="num">{at === null ? '' : <b>{say(sum((k) => valueAt(rows, k, at)))}</b>}</td>
          <td className="num">
            <b>{say(sum((k) => lastValue(rows, k)))}</b>
          </td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}
