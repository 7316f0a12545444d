import type { Diagnosis } from '@sutazai/core/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { said, saidOf } from '../i18n-core.ts';
import { actionOf } from '../state/command.ts';
import { Code } from './Code.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';

/** What happened, why, what to do; the code and the raw words are one fold away. `action` is the best next step as a button. */
export function DiagnosisCard({
  diagnosis: given,
  action,
  children,
}: {
  diagnosis: Diagnosis;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const diagnosis = said(given);
  const { evidence = [], raw, location } = diagnosis;
  const steps = action ? diagnosis.nextSteps.filter((step) => !isStart(step, diagnosis.service)) : diagnosis.nextSteps;
  return (
    <div className="diag">
      <h2 className="wrap">{diagnosis.title}</h2>
      <p className="dim">
        <Code text={diagnosis.cause} />
      </p>
      <dl>
        {location ? (
          <>
            <dt>{t('diagnosis.where')}</dt>
            <dd className="mono">
              {[location.file, location.line, location.column].filter((x) => x !== undefined).join(':')}
            </dd>
          </>
        ) : null}
        <dt>{t('diagnosis.code')}</dt>
        <dd>
          <code>{diagnosis.code}</code>
        </dd>
        {children}
      </dl>
      <h3>{t('diagnosis.whatToDo')}</h3>
      {action}
      <ol className="next numbered">
        {steps.map((step) => (
          <li key={step}>
            <Code text={step} />
          </li>
        ))}
      </ol>
      {evidence.map((e) => (
        <details key={e.label} className="evidence" open>
          <summary>{saidOf('evidence', e.label, e.label)}</summary>
          <ScrollRegion className="log" label={saidOf('evidence', e.label, e.label)}>
            <pre>{e.lines.join('\n')}</pre>
          </ScrollRegion>
        </details>
      ))}
      {raw ? (
        <details className="evidence">
          <summary>{t('diagnosis.raw')}</summary>
          <ScrollRegion className="log" label={t('diagnosis.raw')}>
            <pre>{raw}</pre>
          </ScrollRegion>
        </details>
      ) : null}
    </div>
  );
}

/** A step that only says what the button above it does. */
function isStart(step: string, service: string | undefined): boolean {
  const [, command, ...rest] = step.split('`');
  const found = command !== undefined && rest.length === 1 ? actionOf(command) : undefined;
  return found !== undefined && found.service === service && (found.say === 'restart' || found.say === 'upOne');
}
