import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { DiagnosisCard } from '../../../components/DiagnosisCard.tsx';
import { useNow } from '../../../format/use-now.ts';
import { dismissOperation, isRunning, useOperation } from '../../../state/operation.ts';
import { Mend } from '../Mend.tsx';
import { Details } from './Details.tsx';
import { Hero } from './Hero.tsx';
import { PlanList } from './PlanList.tsx';

/** One start (or removal) from its first step to its end. */
export function Starting() {
  const { t } = useTranslation();
  const view = useOperation((s) => s.view);
  const running = isRunning(view);
  const now = useNow(500, running);
  if (!view.operation) return null;
  const elapsed = running ? Math.max(view.at, now - view.operation.begunAt) : (view.end?.summary.took ?? view.at);
  return (
    <>
      <Hero view={view} elapsed={elapsed} running={running} />
      {view.failures.length ? (
        <div className="failures scroll">
          {view.failures.map((f) => (
            <DiagnosisCard key={f.code + f.title} diagnosis={f} />
          ))}
        </div>
      ) : null}
      {running ? null : (
        <div className="foot">
          <span className="cap grow">{t('operation.failedFoot')}</span>
          <Button onClick={dismissOperation}>{t('operation.showServices')}</Button>
          <Mend view={view} />
        </div>
      )}
      {running || view.services.size ? (
        <div className="split">
          <PlanList view={view} elapsed={elapsed} />
          <Details view={view} elapsed={elapsed} />
        </div>
      ) : null}
    </>
  );
}
