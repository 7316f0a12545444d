import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { useFormat } from '../../../format/use-format.ts';
import type { TimeChartProps } from './time-chart.ts';

const most = 60;

/** The same range as the chart, as a real table; newest first. */
export function ChartTable(props: TimeChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const every = Math.max(1, Math.ceil(props.rows.length / most));
  const rows = props.rows.filter((_, at) => at % every === 0).reverse();
  const long = props.to - props.from > 86_400_000;
  return (
    <ScrollRegion className="table-box" label={props.title}>
      <table className="mini">
        <thead>
          <tr>
            <th scope="col">{t('monitor.time')}</th>
            {props.series.map((s) => (
              <th key={s.key} scope="col" className="num">
                {s.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <td>{long ? `${format.day(row.at)} ${format.clock(row.at, false)}` : format.clock(row.at)}</td>
              {props.series.map((s) => {
                const value = row[s.key];
                return (
                  <td key={s.key} className="num">
                    {value === null || value === undefined ? (
                      <span className="faint">{t('monitor.notMeasured')}</span>
                    ) : (
                      props.say(value)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
