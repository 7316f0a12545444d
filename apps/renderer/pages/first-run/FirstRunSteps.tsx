import { useTranslation } from 'react-i18next';
import { Glyph } from '../../components/Status.tsx';
import { scrollToId } from '../../components/scroll-to.ts';
import { useFormat } from '../../format/use-format.ts';
import { useStack } from '../../state/stack.ts';
import { stepsOf, useChecks } from './checks.ts';

/** The checks in the rail, each with its result: a press goes to its place on the page. */
export function FirstRunSteps() {
  const { t } = useTranslation();
  const format = useFormat();
  const checks = useChecks();
  const overview = useStack((s) => s.overview);
  const steps = stepsOf(checks, overview);
  const { report, engines } = checks;
  const current = steps.find((s) => s.tone === 'bad') ?? steps.at(-1);
  const tags: Partial<Record<(typeof steps)[number]['id'], string>> = {};
  const engine = engines?.find((e) => e.current && e.verdict === 'ok') ?? engines?.find((e) => e.verdict === 'ok');
  if (engine?.version) tags.engine = engine.version;
  if (overview)
    tags.profiles = t('first-run.services', { count: overview.services.filter((s) => s.enabled && !s.job).length });
  if (report) {
    tags.gpu = t(`first-run.gpu.host.${report.facts.gpu.host}`);
    tags.memory = format.bytes(report.facts.memory.neededBytes);
    const taken = report.findings.filter((f) => f.check === 'port' && f.level === 'error').length;
    if (taken) tags.ports = t('first-run.ports.taken', { count: taken });
    const free = report.facts.disk.freeBytes;
    if (free !== undefined) tags.disk = t('first-run.free', { size: format.bytes(free) });
  }
  return (
    <div className="nav steps">
      {steps.map((step) => (
        <a
          key={step.id}
          href={`#${step.id}`}
          aria-current={step === current ? 'step' : undefined}
          onClick={(event) => {
            event.preventDefault();
            scrollToId(`first-${step.id}`);
          }}
        >
          <Glyph tone={step.tone} />
          <span>{t(`first-run.step.${step.id}`)}</span>
          <span className="tag">{tags[step.id] ?? ''}</span>
        </a>
      ))}
    </div>
  );
}
