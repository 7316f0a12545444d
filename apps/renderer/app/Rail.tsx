import { useTranslation } from 'react-i18next';
import { Bar } from '../components/Bar.tsx';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../components/Sprite.tsx';
import { Glyph } from '../components/Status.tsx';
import { useFormat } from '../format/use-format.ts';
import { FirstRunSteps } from '../pages/first-run/FirstRunSteps.tsx';
import { useFirstRun } from '../pages/first-run/use-first-run.ts';
import { useLiveSample } from '../state/live.ts';
import { isRunning, useOperation } from '../state/operation.ts';
import { type Page, useRoute } from '../state/route.ts';
import { countsOf } from '../state/rows.ts';
import { useStack } from '../state/stack.ts';
import { useRows } from '../state/use-rows.ts';
import { FiringAlerts } from './FiringAlerts.tsx';
import { NeedsAttention } from './NeedsAttention.tsx';

export function Rail() {
  const { t } = useTranslation();
  const { page } = useRoute();
  const first = useFirstRun();
  return (
    <nav className="rail" aria-label={t('shell.main')}>
      <div className="brand">
        <svg aria-hidden="true">
          <use href="#mark" />
        </svg>
        <span>{t('shell.brand')}</span>
      </div>
      {first && page === 'stack' ? <FirstRunSteps /> : null}
      <div className="nav">
        {first && page === 'stack' ? null : (
          <Item page="stack" icon="stack" current={page === 'stack' || page === 'logs'} tag={<StackTag />} />
        )}
        <Item page="chat" icon="chat" current={page === 'chat'} />
        <Item page="monitor" icon="monitor" current={page === 'monitor'} />
        <Item page="settings" icon="settings" current={page === 'settings'} />
      </div>
      <NeedsAttention />
      <FiringAlerts />
      {first && page === 'stack' ? (
        <div className="rail-foot">
          <span>{t('first-run.nothingChanged')}</span>
        </div>
      ) : (
        <Gauges />
      )}
    </nav>
  );
}

function Item(props: { page: Page; icon: IconName; current: boolean; tag?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <a href={`#/${props.page}`} aria-current={props.current ? 'page' : undefined}>
      <Icon name={props.icon} />
      <span>{t(`shell.pages.${props.page}`)}</span>
      {props.tag}
    </a>
  );
}

function StackTag() {
  const { t } = useTranslation();
  const rows = useRows();
  const running = useOperation((s) => (isRunning(s.view) ? s.view.operation?.kind : undefined));
  if (running) return <span className="tag">{t(`operation.tag.${running}`)}</span>;
  const counts = countsOf(rows);
  if (!counts.enabled || !counts.well) return null;
  return <span className="tag">{t('shell.wellOf', { well: counts.well, all: counts.enabled })}</span>;
}

function Gauges() {
  const { t } = useTranslation();
  const format = useFormat();
  const sample = useLiveSample();
  const engine = useStack((s) => s.status?.engine);
  return (
    <div className="rail-foot">
      {sample ? (
        <HostGauges
          cpu={sample.host.cpuPercent}
          used={sample.host.memoryUsedBytes}
          total={sample.host.memoryTotalBytes}
          stack={sample.services.reduce((sum, s) => sum + s.memoryBytes, 0)}
          format={format}
        />
      ) : null}
      {engine ? (
        <div className="flex tight">
          <Glyph tone={engine.reachable ? 'ok' : 'bad'} />
          <span className="cut">
            {engine.reachable ? t('shell.engineShort') : t('shell.engineAway')}
            {engine.reachable ? <span className="of">{`\u00a0${engine.version ?? ''}`}</span> : null}
          </span>
        </div>
      ) : null}
    </div>
  );
}

function HostGauges(props: {
  cpu: number;
  used: number;
  total: number;
  stack: number;
  format: ReturnType<typeof useFormat>;
}) {
  const { t } = useTranslation();
  const { format } = props;
  const used = format.sized(props.used, props.total);
  const total = format.sized(props.total);
  const share = Math.min(props.stack, props.used);
  return (
    <>
      <div className="gauge">
        <span>{t('shell.cpu')}</span>
        <span>{format.percent(props.cpu, 0)}</span>
        <Bar parts={[{ share: props.cpu / 100 }]} />
      </div>
      <div className="gauge">
        <span>{t('shell.memory')}</span>
        <span>
          {used.amount}
          <span className="of">{t('shell.ofTotal', { total: total.amount })}</span>
          {`\u00a0${total.unit}`}
        </span>
        <Bar parts={[{ share: share / props.total }, { share: (props.used - share) / props.total, kind: 'other' }]} />
      </div>
    </>
  );
}
