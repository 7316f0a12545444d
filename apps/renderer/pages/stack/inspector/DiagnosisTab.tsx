import type { Diagnosis } from '@sutazai/core/contract';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { DiagnosisCard } from '../../../components/DiagnosisCard.tsx';
import { door } from '../../../connection/index.ts';
import { diagnosisOf } from '../../../state/diagnosis-of.ts';
import { begin, useBusy } from '../../../state/operation.ts';
import { isActive, type ServiceRow } from '../../../state/rows.ts';
import { useStack } from '../../../state/stack.ts';
import { dependentsOf } from './dependents.ts';

/** Why it is unhealthy or failed, asked again whenever its state changes. */
export function DiagnosisTab({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<Diagnosis[] | null>(null);
  const overview = useStack((s) => s.overview);
  const busy = useBusy();
  const { service, state } = row;
  const container = row.status?.containers[0];
  const facts = `${state}/${container?.id ?? ''}/${container?.state ?? ''}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the facts change
  useEffect(() => {
    const life = new AbortController();
    door.api.stack
      .diagnose({ service }, { signal: life.signal })
      .then(setFound)
      .catch((error: unknown) => {
        if (!life.signal.aborted) setFound([diagnosisOf(error)]);
      });
    return () => life.abort();
  }, [service, facts]);
  if (!found) return <p className="pad faint">{t('inspector.diagnosing')}</p>;
  const shown = found.length || !row.neededBy.length ? found : [stopped(row, t)];
  if (!shown.length) return <p className="pad dim">{t('inspector.nothingWrong')}</p>;
  const waiting = dependentsOf(service, overview);
  const selection = { services: [service] };
  return (
    <div className="scroll diag-tab">
      {shown.map((d, at) => (
        <DiagnosisCard
          key={d.code + d.title}
          diagnosis={d}
          action={
            at === 0 ? (
              <div className="flex">
                <Button
                  kind="primary"
                  small
                  disabled={busy}
                  onClick={() => void begin(isActive(row) ? { kind: 'restart', selection } : { kind: 'up', selection })}
                >
                  {t(isActive(row) ? 'inspector.restart' : 'inspector.startAgain', { name: row.title })}
                </Button>
                <span className="cap">
                  {waiting.length
                    ? t('inspector.dependentsReconnect', { count: waiting.length })
                    : t('inspector.noDependents')}
                </span>
              </div>
            ) : null
          }
        >
          {at === 0 && waiting.length ? (
            <>
              <dt>{t('diagnosis.effect')}</dt>
              <dd>{t('inspector.neededBy', { names: waiting.join(', ') })}</dd>
            </>
          ) : null}
        </DiagnosisCard>
      ))}
    </div>
  );
}

/** Nothing failed, and yet others miss it: what the engine cannot tell, as it knows of no dependencies. */
function stopped(row: ServiceRow, t: TFunction): Diagnosis {
  const state = row.state === 'absent' ? 'absent' : row.state === 'paused' ? 'paused' : 'stopped';
  return {
    code: 'SERVICE_MISSED',
    title: t(`inspector.missed.${state}`, { name: row.title, count: row.neededBy.length }),
    cause: t('inspector.missed.cause'),
    nextSteps: [t('inspector.missed.next', { name: row.title })],
  };
}
