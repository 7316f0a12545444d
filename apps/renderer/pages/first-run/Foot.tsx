import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useFormat } from '../../format/use-format.ts';
import { begin } from '../../state/operation.ts';
import { save } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { openPlan } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';
import { useChecks } from './checks.ts';

/** What the start comes to, and the one button that begins it; open port conflicts are solved on the way. */
export function Foot() {
  const { t } = useTranslation();
  const format = useFormat();
  const report = useChecks((s) => s.report);
  const overview = useStack((s) => s.overview);
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  const [busy, setBusy] = useState(false);
  const errors = report?.findings.filter((f) => f.level === 'error') ?? [];
  const fixable = errors.filter((f) => f.fix);
  const blocked = !report || errors.length > fixable.length;
  const start = async () => {
    setBusy(true);
    if (await begin({ kind: 'up', options: { fixPorts: fixable.length > 0 } })) await save({ firstRunDone: true });
    setBusy(false);
  };
  const [only] = fixable;
  const words =
    fixable.length === 1 && only?.fix
      ? t('first-run.foot.moveAndStart', { name: titles.get(only.fix.service) ?? only.fix.service })
      : fixable.length
        ? t('first-run.foot.moveAllAndStart', { count: fixable.length })
        : t('first-run.foot.start');
  return (
    <div className="foot" id="first-start">
      <div className="sumline">
        {overview ? (
          <span>
            <Trans
              i18nKey="first-run.foot.services"
              values={{ count: overview.services.filter((s) => s.enabled && !s.job).length }}
              components={{ b: <b /> }}
            />
          </span>
        ) : null}
        {report ? (
          <>
            <span>
              <Trans
                i18nKey="first-run.foot.images"
                count={report.facts.disk.missingImages.length}
                values={{ count: report.facts.disk.missingImages.length }}
                components={{ b: <b /> }}
              />
            </span>
            <span className="hide-m">
              <Trans
                i18nKey="first-run.foot.memory"
                values={{ size: format.bytes(report.facts.memory.neededBytes) }}
                components={{ b: <b /> }}
              />
            </span>
          </>
        ) : null}
      </div>
      <span className="grow cap num">
        {blocked && report ? t('first-run.foot.blocked', { count: errors.length - fixable.length }) : ''}
      </span>
      <Button onClick={openPlan} disabled={!report}>
        {t('first-run.foot.seePlan')}
      </Button>
      <Button
        kind="primary"
        onClick={() => void start()}
        disabled={blocked}
        busy={busy ? t('plan.beginning') : undefined}
      >
        {words}
      </Button>
    </div>
  );
}
