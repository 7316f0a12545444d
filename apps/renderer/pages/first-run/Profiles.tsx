import { useTranslation } from 'react-i18next';
import { Bar } from '../../components/Bar.tsx';
import { Code } from '../../components/Code.tsx';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { useLiveSample } from '../../state/live.ts';
import { useStack } from '../../state/stack.ts';
import { ProfileTable } from '../settings/ProfileTable.tsx';
import { useChecks } from './checks.ts';

/** What of the stack is switched on, what it may cost, and whether that fits into this machine. */
export function Profiles() {
  const { t } = useTranslation();
  const overview = useStack((s) => s.overview);
  return (
    <>
      <header>
        <h2 id="first-profiles">{t('first-run.profiles.title')}</h2>
        <span className="cap" id="first-memory">
          {t('first-run.profiles.hint')}
        </span>
      </header>
      <MemoryFit />
      {overview ? <ProfileTable overview={overview} /> : null}
    </>
  );
}

function MemoryFit() {
  const { t } = useTranslation();
  const format = useFormat();
  const report = useChecks((s) => s.report);
  const sample = useLiveSample();
  if (!report) return null;
  const { neededBytes: needed, totalBytes: total } = report.facts.memory;
  const others = Math.min(total, sample?.host.memoryUsedBytes ?? 0);
  const free = Math.max(0, total - others - needed);
  const found = report.findings.find((f) => f.check === 'memory');
  const finding = found ? said(found.diagnosis) : undefined;
  const words = {
    others: format.bytes(others),
    needed: format.bytes(needed),
    free: format.bytes(free),
    total: format.bytes(total),
  };
  return (
    <div className="fit">
      <Bar
        tall
        label={t('first-run.memory.label', words)}
        parts={[{ share: others / total, kind: 'other' }, { share: Math.min(needed, total - others) / total }]}
      />
      <div className="keys">
        <span>
          <i className="key k-other" />
          {t('first-run.memory.others', words)}
        </span>
        <span>
          <i className="key k-accent" />
          {t('first-run.memory.stack', words)}
        </span>
        <span>
          <i className="key k-free" />
          {t('first-run.memory.free', words)}
        </span>
      </div>
      {finding ? (
        <p className="small dim">
          {finding.title} <Code text={finding.nextSteps[0] ?? ''} />
        </p>
      ) : null}
    </div>
  );
}
