import type { Diagnosis, EngineCandidate } from '@sutazai/core/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { DiagnosisCard } from '../../components/DiagnosisCard.tsx';
import { Glyph, type Tone } from '../../components/Status.tsx';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { AddEngine } from './AddEngine.tsx';
import { useChecks } from './checks.ts';
import { chooseEngine } from './choose-engine.ts';
import { sourceName } from './source-name.ts';

const tones: Partial<Record<EngineCandidate['verdict'], Tone>> = { ok: 'ok', absent: 'off' };

/** Every place where an engine may be, with its verdict and what to do about it. */
export function Engines() {
  const { t } = useTranslation();
  const format = useFormat();
  const { engines, enginesTook } = useChecks();
  const [adding, setAdding] = useState(false);
  const nothing = engines?.filter(isNothing) ?? [];
  // Without any engine there is one thing to do, and it stands here in full; with one, the others' verdicts are enough.
  const remedy = engines?.some((e) => e.verdict === 'ok') ? undefined : remedyOf(engines ?? []);
  return (
    <>
      <header>
        <h2 id="first-engine">{t('first-run.engine.title')}</h2>
        {engines ? (
          <span className="cap">
            {t('first-run.engine.looked', { count: engines.length, time: format.duration(enginesTook) })}
          </span>
        ) : null}
        <Button kind="quiet" small className="end" onClick={() => setAdding(!adding)} aria-expanded={adding}>
          {t('first-run.engine.add')}
        </Button>
      </header>
      {adding ? <AddEngine onDone={() => setAdding(false)} /> : null}
      {engines ? null : <p className="small faint">{t('first-run.looking')}</p>}
      <List candidates={engines?.filter((e) => !isNothing(e)) ?? []} told={remedy} />
      {remedy ? <DiagnosisCard diagnosis={remedy} /> : null}
      {nothing.length ? (
        <details className="evidence">
          <summary>{t('first-run.engine.elsewhere', { count: nothing.length })}</summary>
          <List candidates={nothing} />
        </details>
      ) : null}
    </>
  );
}

/** No engine there, and nobody asked for one there: of interest only to whoever looks for a missing one. */
const isNothing = (e: EngineCandidate) => e.verdict === 'absent' && !e.chosen && !e.current;

/** What is wrong with the engine that was asked for, else with the first place that was looked at. */
function remedyOf(engines: readonly EngineCandidate[]) {
  const asked = engines.find((e) => (e.chosen || e.current) && e.diagnosis);
  return (asked ?? engines.find((e) => e.diagnosis))?.diagnosis;
}

/** @param told stands in full elsewhere on the page */
function List({ candidates, told }: { candidates: readonly EngineCandidate[]; told?: Diagnosis | undefined }) {
  return (
    <ul className="rows eng">
      {candidates.map((e) => (
        <Candidate key={e.url + e.source} candidate={e} inUse={e.current && e.verdict === 'ok'} told={told} />
      ))}
    </ul>
  );
}

function Candidate(props: { candidate: EngineCandidate; inUse: boolean; told: Diagnosis | undefined }) {
  const { candidate: e, inUse, told } = props;
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const tone = tones[e.verdict] ?? 'bad';
  const use = async () => {
    setBusy(true);
    await chooseEngine(e.url);
    setBusy(false);
  };
  const remedy = e.diagnosis ? said(e.diagnosis).nextSteps[0] : undefined;
  return (
    <li>
      <Glyph tone={tone} />
      <div>
        <b>{sourceName(e.source, t)}</b>
        <span className="mono faint any">{e.url}</span>
      </div>
      <div>
        <span className={tone === 'bad' ? 'strong bad' : 'strong'}>{t(`first-run.engine.verdict.${e.verdict}`)}</span>
        <span className="faint">
          {e.verdict === 'ok'
            ? t('first-run.engine.answers', {
                product: t(`engine.product.${e.product ?? 'unknown'}`),
                version: e.version ?? '',
                api: e.apiVersion ?? '',
              })
            : e.verdict === 'absent' && !e.chosen
              ? t('first-run.engine.nothingHere')
              : null}
          {e.verdict !== 'ok' && (e.verdict !== 'absent' || e.chosen) && e.diagnosis !== told ? (
            <Code text={remedy ?? e.detail} />
          ) : null}
        </span>
      </div>
      <div className="act">
        {inUse ? (
          <b className="small">{t('first-run.engine.inUse')}</b>
        ) : e.verdict === 'ok' ? (
          <Button small onClick={() => void use()} busy={busy ? t('first-run.engine.changing') : undefined}>
            {t('first-run.engine.use')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
