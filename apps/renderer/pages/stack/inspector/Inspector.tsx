import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Status } from '../../../components/Status.tsx';
import { Tabs } from '../../../components/Tabs.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useNow } from '../../../format/use-now.ts';
import { useReturnFocus } from '../../../keyboard/return-focus.ts';
import { begin, useBusy } from '../../../state/operation.ts';
import { isActive, type ServiceRow } from '../../../state/rows.ts';
import { useStack } from '../../../state/stack.ts';
import { closeInspector, type InspectorTab, useUi } from '../../../state/ui.ts';
import { LogPanel } from '../../logs/LogPanel.tsx';
import { webAddress } from '../ports-of.ts';
import { DetailsTab } from './DetailsTab.tsx';
import { DiagnosisTab } from './DiagnosisTab.tsx';

const ChartsTab = lazy(() => import('./ChartsTab.tsx'));
const TerminalTab = lazy(() => import('./TerminalTab.tsx'));

/** What is selected: why it is as it is, how it was, what it is, what it says, and a shell in it. */
export function Inspector({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  useReturnFocus(`tr[data-service="${CSS.escape(row.service)}"]`);
  const chosen = useUi((s) => s.tab);
  const running = isActive(row);
  const tabs: InspectorTab[] = [
    ...(row.problem ? (['diagnosis'] as const) : []),
    'charts',
    'details',
    'logs',
    ...(running ? (['terminal'] as const) : []),
  ];
  const tab = tabs.includes(chosen) ? chosen : row.problem ? 'diagnosis' : 'details';
  const setTab = (next: InspectorTab) => useUi.setState({ tab: next });
  return (
    <aside className="inspector" aria-label={row.title} data-panel>
      <Head row={row} />
      <Tabs
        id="inspector"
        label={t('inspector.tabs')}
        value={tab}
        onChange={setTab}
        options={tabs.map((value) => ({ value, label: t(`inspector.tab.${value}`) }))}
      />
      <div className="tab-panel" role="tabpanel" id="inspector-panel" aria-labelledby={`inspector-${tab}`}>
        <Suspense fallback={<p className="pad faint">{t('shell.loadingPage')}</p>}>
          {tab === 'diagnosis' ? <DiagnosisTab row={row} /> : null}
          {tab === 'charts' ? <ChartsTab row={row} /> : null}
          {tab === 'details' ? <DetailsTab row={row} /> : null}
          {tab === 'terminal' ? <TerminalTab row={row} /> : null}
          {tab === 'logs' || tab === 'diagnosis' ? <LogPanel services={[row.service]} /> : null}
        </Suspense>
      </div>
    </aside>
  );
}

function Head({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = useStack((s) => s.since[row.service]?.at);
  const now = useNow(5000, row.problem);
  const selection = { services: [row.service] };
  const busy = useBusy();
  const running = isActive(row);
  const web = webAddress(row);
  const state = t(`stack.state.${row.state}`);
  return (
    <div className="insp-head">
      <div className="flex">
        <h2 className="big-h cut">{row.title}</h2>
        <Status tone={row.tone}>
          {row.problem && at !== undefined ? t('stack.stateFor', { state, time: format.age(now - at) }) : state}
        </Status>
        <span className="grow" />
        <Button kind="quiet" className="icon" aria-label={t('inspector.close')} onClick={closeInspector}>
          <Icon name="close" />
        </Button>
      </div>
      <div className="flex">
        {running ? (
          <>
            <Button small disabled={busy} onClick={() => void begin({ kind: 'restart', selection })}>
              {t('stack.action.restart')}
            </Button>
            <Button small disabled={busy} onClick={() => void begin({ kind: 'stop', selection })}>
              {t('stack.action.stop')}
            </Button>
            <Button small onClick={() => useUi.setState({ tab: 'terminal' })}>
              {t('stack.action.terminal')}
            </Button>
          </>
        ) : row.state === 'external' || row.state === 'off' ? null : (
          <Button small disabled={busy} onClick={() => void begin({ kind: 'up', selection })}>
            {t('stack.action.start')}
          </Button>
        )}
        {web && running ? (
          <a className="small end" href={web} target="_blank" rel="noreferrer">
            {web.replace(/^https?:\/\//, '').replace(/\/$/, '')}
          </a>
        ) : null}
      </div>
      {busy ? <p className="cap">{t('inspector.waitsForOperation')}</p> : null}
    </div>
  );
}
