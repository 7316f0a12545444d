import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useNow } from '../../format/use-now.ts';
import { go } from '../../state/route.ts';
import { isDown, isJob, isShown, type ServiceRow } from '../../state/rows.ts';
import { useStack } from '../../state/stack.ts';
import { openPlan } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';
import { EngineNote } from './EngineNote.tsx';
import { OperationFailure } from './OperationFailure.tsx';
import { OperationLine } from './OperationLine.tsx';
import { ServiceTable } from './ServiceTable.tsx';

type Show = 'all' | 'problems' | 'off';

const shows: Record<Show, (row: ServiceRow) => boolean> = {
  all: isShown,
  problems: (row) => row.problem,
  off: (row) => row.tone === 'off' && !isJob(row),
};

export function Services() {
  const { t } = useTranslation();
  const all = useRows();
  const known = useStack((s) => s.status !== null);
  const [query, setQuery] = useState('');
  const [show, setShow] = useState<Show>('all');
  const rows = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return all.filter(shows[show]).filter((r) => !wanted || `${r.title} ${r.service}`.toLowerCase().includes(wanted));
  }, [all, query, show]);
  const count = (name: Show) => all.filter(shows[name]).length;
  return (
    <>
      <EngineNote />
      <OperationLine />
      <OperationFailure />
      <div className="toolbar">
        <input
          className="in filter"
          data-filter
          placeholder={t('stack.filter')}
          aria-label={t('stack.filter')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Segmented
          label={t('stack.show')}
          value={show}
          onChange={setShow}
          options={(['all', 'problems', 'off'] as const).map((value) => ({
            value,
            label: t(`stack.shows.${value}`, { count: count(value) }),
          }))}
        />
        <span className="grow" />
        <LastEvent />
        <StartRest rows={all} />
        <Button small onClick={() => go('logs')}>
          {t('stack.allLogs')}
        </Button>
      </div>
      {known || all.length ? <ServiceTable rows={rows} /> : <p className="pad faint">{t('stack.readingEngine')}</p>}
      {known && !rows.length ? (
        <p className="pad faint">{query ? t('stack.noMatch', { query }) : t(`stack.none.${show}`)}</p>
      ) : null}
    </>
  );
}

function LastEvent() {
  const { t } = useTranslation();
  const format = useFormat();
  const at = useStack((s) => s.statusAt);
  const reachable = useStack((s) => s.status?.engine.reachable);
  const now = useNow(5000);
  if (at === null || !reachable) return null;
  return <span className="cap hide-m">{t('stack.live', { time: format.age(now - at) })}</span>;
}

/** Services that are meant to run and do not, while others do. */
function StartRest({ rows }: { rows: readonly ServiceRow[] }) {
  const { t } = useTranslation();
  const services = rows.filter((r) => !isJob(r));
  const idle = services.filter(isDown);
  if (!idle.length || idle.length === services.filter((r) => r.entry?.enabled).length) return null;
  return (
    <Button small onClick={openPlan}>
      {t('stack.startRest', { count: idle.length })}
    </Button>
  );
}
