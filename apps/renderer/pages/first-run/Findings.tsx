import { useTranslation } from 'react-i18next';
import { Code } from '../../components/Code.tsx';
import { Glyph } from '../../components/Status.tsx';
import { said } from '../../i18n-core.ts';
import { useChecks } from './checks.ts';

const elsewhere = new Set(['port', 'gpu', 'memory']);

/** What else was found: mounts, secrets, networks, data of another version. Each with its remedy. */
export function Findings() {
  const { t } = useTranslation();
  const report = useChecks((s) => s.report);
  const findings = (report?.findings ?? [])
    .filter((f) => !elsewhere.has(f.check))
    .map((f) => ({ ...f, diagnosis: said(f.diagnosis) }));
  if (!findings.length) return null;
  return (
    <>
      <header>
        <h2>{t('first-run.findings')}</h2>
      </header>
      <ul className="rows">
        {findings.map((f) => (
          <li key={f.diagnosis.code + f.diagnosis.title}>
            <Glyph tone={f.level === 'error' ? 'bad' : f.level === 'warning' ? 'warn' : 'ok'} />
            <div>
              <b>{f.diagnosis.title}</b>
              <span className="faint">
                <Code text={`${f.diagnosis.cause} ${f.diagnosis.nextSteps[0] ?? ''}`} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
