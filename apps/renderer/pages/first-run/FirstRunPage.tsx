import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Note } from '../../components/Note.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { Status } from '../../components/Status.tsx';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { useSettings } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { check, useChecks } from './checks.ts';
import { Disk } from './Disk.tsx';
import { Engines } from './Engines.tsx';
import { Findings } from './Findings.tsx';
import { Foot } from './Foot.tsx';
import { Gpu } from './Gpu.tsx';
import { Ports } from './Ports.tsx';
import { Profiles } from './Profiles.tsx';

/** Everything that decides a first start, before anything on the machine is touched. */
export function FirstRunPage() {
  const { t } = useTranslation();
  const { problem: found, busy } = useChecks();
  const problem = found ? said(found) : null;
  // What another tab or a terminal chooses changes what is to be checked.
  const profiles = useSettings((s) => s.values?.profiles?.join());
  // An engine that was started meanwhile is found without a press.
  const reachable = useStack((s) => s.status?.engine.reachable);
  // biome-ignore lint/correctness/useExhaustiveDependencies: checked again when the profiles or the engine change
  useEffect(() => {
    void check();
  }, [profiles, reachable]);
  return (
    <>
      <TopBar
        title={t('first-run.title')}
        sum={<Sum />}
        action={
          <Button onClick={() => void check()} busy={busy ? t('first-run.checking') : undefined}>
            {t('first-run.checkAgain')}
          </Button>
        }
      />
      <main className="main">
        <ScrollRegion className="grow" label={t('first-run.title')}>
          {problem ? (
            <Note tone="bad" title={problem.title}>
              {problem.cause} <Code text={problem.nextSteps[0] ?? ''} />
            </Note>
          ) : null}
          <div className="two">
            <section>
              <Engines />
              <Gpu />
              <Disk />
            </section>
            <section>
              <Profiles />
              <Ports />
              <Findings />
            </section>
          </div>
        </ScrollRegion>
        <Foot />
      </main>
    </>
  );
}

function Sum() {
  const { t } = useTranslation();
  const format = useFormat();
  const { report, busy, engines } = useChecks();
  const errors = report?.findings.filter((f) => f.level === 'error').length ?? 0;
  const none = engines !== null && !engines.some((e) => e.verdict === 'ok');
  if (none) return <Status tone="bad">{t('first-run.noEngine')}</Status>;
  if (!report) return <span>{t(busy ? 'first-run.looking' : 'first-run.notChecked')}</span>;
  return (
    <>
      {errors ? (
        <Status tone="bad">{t('first-run.toSolve', { count: errors })}</Status>
      ) : (
        <Status tone="ok">{t('first-run.ready')}</Status>
      )}
      <span className="hide-m">{t('first-run.checkedIn', { time: format.duration(report.took) })}</span>
    </>
  );
}
