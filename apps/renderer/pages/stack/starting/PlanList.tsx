import { useTranslation } from 'react-i18next';
import { Note } from '../../../components/Note.tsx';
import { Glyph } from '../../../components/Status.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type OperationView, stallAfter } from '../../../state/operation-view.ts';
import { useStack } from '../../../state/stack.ts';
import { useRows } from '../../../state/use-rows.ts';
import { shortImage } from './detail-rows.ts';
import { stagesOf } from './stages.ts';

/** Told for the record: nobody has to do anything about it. */
const secretMade = 'SECRET_GENERATED';

export function PlanList({ view, elapsed }: { view: OperationView; elapsed: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tiers = useStack((s) => s.overview?.tiers) ?? [];
  const stages = stagesOf(view, useRows(), tiers);
  const made = view.warnings.filter((w) => w.code === secretMade).length;
  const stalled = [...view.pulls.values()].find((p) => p.state === 'downloading' && elapsed - p.movedAt >= stallAfter);
  return (
    <section className="planbox" aria-label={t('operation.plan')}>
      <header className="sec">
        <h2>{t('operation.plan')}</h2>
        <span className="cap hide-m">{t('operation.planOrder')}</span>
      </header>
      <ol className="rows plan">
        {stages.map((stage, at) => (
          <li key={stage.tier}>
            <Glyph tone={stage.tone} />
            <span className="n">{at + 1}</span>
            <div>
              <b>{t(`tiers.${stage.tier}`, stage.tier)}</b>
              <span className="faint">{stage.services.join(', ')}</span>
            </div>
            <div className="num small">
              {stage.done === 0 && stage.doing
                ? t(`operation.stage.${stage.doing}`)
                : t('operation.stage.done', { done: stage.done, total: stage.total })}
            </div>
          </li>
        ))}
      </ol>
      {stalled ? (
        <Note
          tone="warn"
          title={t('operation.stalled', {
            name: shortImage(stalled.image),
            time: format.duration(elapsed - stalled.movedAt),
          })}
        >
          {t('operation.stalledNext')}
        </Note>
      ) : null}
      {made ? <p className="cap pad">{t('operation.secretsMade', { count: made })}</p> : null}
      {view.warnings
        .filter((w) => w.code !== secretMade)
        .map((w) => (
          <Note key={w.code + w.message} tone="warn" title={w.message} />
        ))}
    </section>
  );
}
