import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { DiagnosisCard } from '../../components/DiagnosisCard.tsx';
import { dismissOperation, isRunning, useOperation } from '../../state/operation.ts';
import { Mend } from './Mend.tsx';

/** Above the table: why the last start, stop or restart did not get through, until it is put away or done again. */
export function OperationFailure() {
  const { t } = useTranslation();
  const { view, dismissed } = useOperation();
  const { operation, end, failures } = view;
  if (!operation || isRunning(view) || end?.outcome !== 'failed' || operation.id === dismissed) return null;
  return (
    <section className="op-failure" aria-label={t(`operation.ended.${operation.kind}.failed`)}>
      <div className="failures scroll">
        {failures.map((f) => (
          <DiagnosisCard key={f.code + f.title} diagnosis={f} />
        ))}
      </div>
      <div className="foot">
        <span className="cap grow">{t(`operation.ended.${operation.kind}.failed`)}</span>
        <Button onClick={dismissOperation}>{t('shell.putAway')}</Button>
        <Mend view={view} />
      </div>
    </section>
  );
}
