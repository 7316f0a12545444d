import type { Plan } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { DiagnosisCard } from '../../components/DiagnosisCard.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { door } from '../../connection/index.ts';
import { useReturnFocus } from '../../keyboard/return-focus.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { begin } from '../../state/operation.ts';
import { save } from '../../state/settings.ts';
import { closePlan } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';
import { useChecks } from '../first-run/checks.ts';
import { type PlanGroup, planGroups } from './plan-groups.ts';

/** What a start will do, before it does it. */
export function PlanPanel() {
  const { t } = useTranslation();
  useReturnFocus();
  const { plan, problem } = usePlan();
  // Conflicts that the checks have found are solved on the way, as by the button beside them.
  const moves = useChecks((s) => s.report)?.findings.filter((f) => f.level === 'error' && f.fix).length ?? 0;
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  const [busy, setBusy] = useState(false);
  const groups = plan ? planGroups(plan) : [];
  const start = async () => {
    setBusy(true);
    if (await begin({ kind: 'up', ...(moves ? { options: { fixPorts: true } } : {}) }))
      await save({ firstRunDone: true });
    setBusy(false);
  };
  return (
    <aside className="inspector" aria-label={t('plan.title')} data-panel>
      <div className="phead">
        <h2 className="big-h">{t('plan.title')}</h2>
        <span className="grow" />
        <Button kind="quiet" className="icon" aria-label={t('plan.close')} onClick={closePlan}>
          <Icon name="close" />
        </Button>
      </div>
      <ScrollRegion className="grow" label={t('plan.list')}>
        {problem ? <DiagnosisCard diagnosis={problem} /> : null}
        {!plan && !problem ? <p className="pad faint">{t('plan.making')}</p> : null}
        {plan?.upToDate ? <p className="pad dim">{t('plan.nothing')}</p> : null}
        {groups.map((group) => (
          <Group key={group.kind} group={group} titles={titles} />
        ))}
        {plan?.warnings.map((w) => (
          <p key={w.code + w.message} className="pad small dim">
            {w.message}
          </p>
        ))}
      </ScrollRegion>
      <div className="foot">
        <span className="cap grow">{t('plan.foot')}</span>
        <Button
          kind="primary"
          onClick={() => void start()}
          disabled={!plan || plan.upToDate}
          busy={busy ? t('plan.beginning') : undefined}
        >
          {moves
            ? t('first-run.foot.moveAllAndStart', { count: moves })
            : t('plan.start', { count: plan ? starting(plan) : 0 })}
        </Button>
      </div>
    </aside>
  );
}

const starting = (plan: Plan) =>
  plan.services.filter((s) => !s.job && s.containers.some((c) => !['keep', 'done', 'remove'].includes(c.action)))
    .length;

function Group({ group, titles }: { group: PlanGroup; titles: Map<string, string> }) {
  const { t } = useTranslation();
  return (
    <section className="plan-group">
      <h3>{t(`plan.group.${group.kind}`, { count: group.items.length })}</h3>
      <ul>
        {group.items.map((item) => (
          <li key={item.name}>
            <span className="cut">{titles.get(item.name) ?? item.name}</span>
            {item.reason ? (
              <span className="cap cut">
                {t(`plan.reason.${item.reason.code}`, { field: item.reason.field ?? '' })}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function usePlan() {
  const [state, setState] = useState<{ plan: Plan | null; problem: ReturnType<typeof diagnosisOf> | null }>({
    plan: null,
    problem: null,
  });
  useEffect(() => {
    const life = new AbortController();
    door.api.stack
      .plan(undefined, { signal: life.signal })
      .then((plan) => setState({ plan, problem: null }))
      .catch((error: unknown) => {
        if (!life.signal.aborted) setState({ plan: null, problem: diagnosisOf(error) });
      });
    return () => life.abort();
  }, []);
  return state;
}
