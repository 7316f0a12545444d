import type { PortFix } from '@sutazai/core/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Glyph } from '../../components/Status.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { useStack } from '../../state/stack.ts';
import { tellError } from '../../state/toasts.ts';
import { useRows } from '../../state/use-rows.ts';
import { checkAgain, useChecks } from './checks.ts';

/** Taken ports, each solved with one press; the others in one line. */
export function Ports() {
  const { t } = useTranslation();
  const format = useFormat();
  const report = useChecks((s) => s.report);
  const overview = useStack((s) => s.overview);
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  if (!report) return null;
  const findings = report.findings
    .filter((f) => f.check === 'port')
    .map((f) => ({ ...f, diagnosis: said(f.diagnosis) }));
  const ports = overview?.services.filter((s) => s.enabled).reduce((sum, s) => sum + s.ports.length, 0) ?? 0;
  return (
    <>
      <header>
        <h2 id="first-ports">{t('first-run.ports.title')}</h2>
        <span className="cap">
          {t('first-run.ports.checked', { count: ports, time: format.duration(report.took) })}
        </span>
      </header>
      <ul className="rows ports">
        {findings.map((f) => (
          <li key={f.diagnosis.title} className={f.level === 'error' ? 'hot' : undefined}>
            <Glyph tone={f.level === 'error' ? 'bad' : f.level === 'warning' ? 'warn' : 'ok'} />
            <div>
              <b>
                {f.fix
                  ? t('first-run.ports.port', { port: f.fix.from, name: titles.get(f.fix.service) ?? f.fix.service })
                  : f.diagnosis.title}
              </b>
              <span className="faint">
                {f.fix?.owner ? t('first-run.ports.takenBy', { owner: f.fix.owner }) : f.fix ? f.diagnosis.title : null}
                {f.fix ? null : <Code text={f.diagnosis.nextSteps[0] ?? ''} />}
              </span>
            </div>
            <div className="act">{f.fix ? <Fix fix={f.fix} /> : null}</div>
          </li>
        ))}
        {ports > findings.length ? (
          <li>
            <Glyph tone="ok" />
            <div>
              <span className="dim">
                {t(findings.length ? 'first-run.ports.others' : 'first-run.ports.allFree', {
                  count: Math.max(0, ports - findings.length),
                })}
              </span>
            </div>
          </li>
        ) : null}
      </ul>
    </>
  );
}

function Fix({ fix }: { fix: PortFix }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const use = async () => {
    setBusy(true);
    try {
      await door.api.stack.fixPort(fix);
      await checkAgain();
    } catch (error) {
      tellError(diagnosisOf(error));
    }
    setBusy(false);
  };
  return (
    <Button small onClick={() => void use()} busy={busy ? t('first-run.ports.moving') : undefined}>
      {t('first-run.ports.useInstead', { port: fix.to })}
    </Button>
  );
}
