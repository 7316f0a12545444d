import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';
import { Button } from '../../components/Button.tsx';
import { Status } from '../../components/Status.tsx';
import { begin, cancelOperation, isRunning, useOperation } from '../../state/operation.ts';
import { countsOf, isActive } from '../../state/rows.ts';
import { useStack } from '../../state/stack.ts';
import { openPlan } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';

export function StackTop() {
  const { t } = useTranslation();
  return <TopBar title={t('shell.pages.stack')} sum={<Sum />} action={<Action />} />;
}

function Sum() {
  const { t } = useTranslation();
  const rows = useRows();
  const engine = useStack((s) => s.status?.engine);
  const known = useStack((s) => s.status !== null);
  const view = useOperation((s) => s.view);
  const counts = countsOf(rows);
  if (!known) return <span>{t('stack.reading', { count: counts.enabled })}</span>;
  if (engine && !engine.reachable) return <Status tone="bad">{t('stack.engineAway')}</Status>;
  const running = isRunning(view) ? view.operation : null;
  return (
    <>
      {running ? (
        <Status tone="busy">
          {running.cancelling
            ? t('operation.cancelling')
            : t(`operation.doing.${running.kind}`, {
                what: subject(view.plan?.services.filter((s) => !s.job).length, running.selection?.services, rows, t),
              })}
        </Status>
      ) : null}
      {counts.problems && !running ? (
        <Status tone="bad">{t('stack.sum.problems', { count: counts.problems })}</Status>
      ) : null}
      <Status tone="ok">{t('stack.sum.well', { count: counts.well })}</Status>
      {counts.starting && !running ? (
        <Status tone="busy">{t('stack.sum.starting', { count: counts.starting })}</Status>
      ) : null}
      {counts.off ? (
        <Status tone="off" className="hide-m">
          {t('stack.sum.off', { count: counts.off })}
        </Status>
      ) : null}
      {running?.kind === 'up' && counts.well ? <span className="hide-m">{t('stack.useHealthy')}</span> : null}
    </>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function subject(
  planned: number | undefined,
  services: string[] | undefined,
  rows: ReturnType<typeof useRows>,
  t: Translate,
): string {
  const only = services?.length === 1 ? rows.find((r) => r.service === services[0]) : undefined;
  if (only) return only.title;
  const count = services?.length ?? planned;
  return count ? t('operation.services', { count }) : t('operation.theStack');
}

function Action() {
  const { t } = useTranslation();
  const rows = useRows();
  const running = useOperation((s) => (isRunning(s.view) ? s.view.operation : null));
  const reachable = useStack((s) => s.status?.engine.reachable !== false);
  if (running) {
    return (
      <Button onClick={() => void cancelOperation()} busy={running.cancelling ? t('operation.cancelling') : undefined}>
        {t(running.kind === 'up' ? 'stack.cancelStart' : 'stack.cancel')}
      </Button>
    );
  }
  if (rows.some(isActive)) {
    return (
      <Button onClick={() => void begin({ kind: 'stop' })} disabled={!reachable}>
        {t('stack.stopStack')}
      </Button>
    );
  }
  return (
    <Button kind="primary" onClick={openPlan} disabled={!reachable}>
      {t('stack.startStack')}
    </Button>
  );
}
