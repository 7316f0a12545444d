import { useTranslation } from 'react-i18next';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useNow } from '../../format/use-now.ts';
import { isRunning, useOperation } from '../../state/operation.ts';

/** Stopping or restarting: one line with the bar over the table, which shows each service's own state. */
export function OperationLine() {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useOperation((s) => s.view);
  const running = isRunning(view);
  const now = useNow(1000, running);
  if (!running || !view.operation) return null;
  return (
    <div className="op-line">
      <b className="num">{format.percent(view.fraction * 100, 0)}</b>
      <ProgressBar fraction={view.fraction} label={t(`operation.label.${view.operation.kind}`)} />
      <span className="cap num">{t('operation.soFar', { time: format.duration(now - view.operation.begunAt) })}</span>
    </div>
  );
}
