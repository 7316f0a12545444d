import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Note } from '../../components/Note.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Status } from '../../components/Status.tsx';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { useStack } from '../../state/stack.ts';
import { useRows } from '../../state/use-rows.ts';
import { Charts } from './Charts.tsx';
import { PrometheusCharts } from './PrometheusCharts.tsx';
import { type RangeName, ranges } from './ranges.ts';
import { type Scope, seriesOf } from './series.ts';
import { useHistory } from './use-history.ts';

const names = Object.keys(ranges) as RangeName[];

export default function MonitorPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useRows();
  const tiers = useStack((s) => s.overview?.tiers) ?? [];
  const [scope, setScope] = useState<Scope>('tiers');
  const [range, setRange] = useState<RangeName>('15m');
  const [live, setLive] = useState(true);
  const [tables, setTables] = useState(false);
  const [fixed, setFixed] = useState<{ from: number; to: number } | null>(null);
  const series = useMemo(() => seriesOf(scope, rows, tiers, t), [scope, rows, tiers, t]);
  const of = useMemo(
    () => ['host', ...new Set(series.flatMap((s) => s.members).filter((m) => m !== 'host'))],
    [series],
  );
  const metrics = ['cpu', 'memory', 'rx', 'tx'] as const;
  // A question holds at most 200 series: of many services the host's own and the first fifty are asked.
  const { answer, problem: found } = useHistory({ length: ranges[range], fixed, live, of: of.slice(0, 50), metrics });
  const problem = found ? said(found) : null;
  useEffect(() => {
    if (!fixed) return;
    const back = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setFixed(null);
    };
    window.addEventListener('keydown', back);
    return () => window.removeEventListener('keydown', back);
  }, [fixed]);
  return (
    <>
      <TopBar
        title={t('shell.pages.monitor')}
        sum={<Sum from={answer?.from} live={live && !fixed} sick={rows.filter((r) => r.problem).length} />}
      />
      <main className="main">
        <div className="toolbar">
          <Segmented
            label={t('monitor.scope.label')}
            value={scope}
            onChange={setScope}
            options={(['host', 'tiers', 'services'] as const).map((value) => ({
              value,
              label: t(`monitor.scope.${value}`),
            }))}
          />
          <Segmented
            label={t('monitor.range.label')}
            value={range}
            onChange={(next) => {
              setFixed(null);
              setRange(next);
            }}
            options={names.map((value) => ({ value, label: t(`monitor.range.${value}`) }))}
          />
          <Button small aria-pressed={live && !fixed} onClick={() => (fixed ? setFixed(null) : setLive(!live))}>
            {live && !fixed ? <Icon name="check" /> : null}
            {t('monitor.live')}
          </Button>
          {fixed ? (
            <span className="cap">
              {t('monitor.zoomed', { from: format.clock(fixed.from), to: format.clock(fixed.to) })}
            </span>
          ) : null}
          <span className="grow" />
          <span className="cap hide-m">{t('monitor.kept')}</span>
          <Button small aria-pressed={tables} onClick={() => setTables(!tables)}>
            {t('monitor.allTables')}
          </Button>
        </div>
        {problem ? (
          <Note tone="warn" title={problem.title}>
            {problem.cause} <Code text={problem.nextSteps[0] ?? ''} />
          </Note>
        ) : null}
        <ScrollRegion className="grow mon" label={t('shell.pages.monitor')}>
          {answer ? (
            <>
              <Charts
                answer={answer}
                scope={scope}
                series={series}
                tables={tables}
                onZoom={(from, to) => setFixed({ from, to })}
              />
              <PrometheusCharts from={answer.from} to={answer.to} tables={tables} live={live && !fixed} />
            </>
          ) : (
            <p className="pad faint">{t('monitor.reading')}</p>
          )}
        </ScrollRegion>
      </main>
    </>
  );
}

function Sum({ from, live, sick }: { from: number | undefined; live: boolean; sick: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {from === undefined ? null : (
        <span>{t('monitor.since', { day: format.day(from), time: format.clock(from, false) })}</span>
      )}
      <span className="hide-s">{t(live ? 'monitor.isLive' : 'monitor.isStill')}</span>
      {sick ? <Status tone="bad">{t('stack.sum.problems', { count: sick })}</Status> : null}
    </>
  );
}
