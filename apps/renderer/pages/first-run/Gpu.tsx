import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Glyph, type Tone } from '../../components/Status.tsx';
import { said } from '../../i18n-core.ts';
import { check, useChecks } from './checks.ts';

const tones: Record<string, Tone> = {
  present: 'ok',
  proven: 'ok',
  absent: 'off',
  unknown: 'off',
  failed: 'bad',
  'not-tried': 'off',
};

/** The graphics card is not believed but proven, in three steps; the first that fails is the one to mend. */
export function Gpu() {
  const { t } = useTranslation();
  const { report, busy } = useChecks();
  const gpu = report?.facts.gpu;
  const finding = report?.findings.find((f) => f.check === 'gpu');
  const remedy = finding ? said(finding.diagnosis) : undefined;
  return (
    <>
      <header>
        <h2 id="first-gpu">{t('first-run.gpu.title')}</h2>
        <span className="cap">{t('first-run.gpu.proof')}</span>
        <Button
          kind="quiet"
          small
          className="end"
          disabled={!report}
          busy={busy === 'gpu' ? t('first-run.gpu.testing') : undefined}
          onClick={() => void check(true)}
        >
          {t('first-run.gpu.test')}
        </Button>
      </header>
      {gpu ? (
        <>
          <ul className="rows gpu">
            {(['host', 'runtime', 'container'] as const).map((step) => (
              <li key={step}>
                <Glyph tone={tones[gpu[step]] ?? 'off'} />
                <div>
                  <b>{t(`first-run.gpu.step.${step}`)}</b>
                </div>
                <div className="faint">{t(`first-run.gpu.${step}.${gpu[step]}`)}</div>
              </li>
            ))}
          </ul>
          <p className="small dim pad-t">
            {gpu.wanted ? gpu.detail : t('first-run.gpu.notWanted')} {remedy?.title}{' '}
            <Code text={remedy?.nextSteps[0] ?? ''} />
          </p>
        </>
      ) : (
        <p className="small faint">{t('first-run.gpu.needsEngine')}</p>
      )}
    </>
  );
}
