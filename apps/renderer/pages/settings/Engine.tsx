import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Status } from '../../components/Status.tsx';
import { useSettings } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { check, useChecks } from '../first-run/checks.ts';
import { chooseEngine } from '../first-run/choose-engine.ts';
import { Engines } from '../first-run/Engines.tsx';
import { Field } from './Field.tsx';

export function Engine() {
  const { t } = useTranslation();
  const engine = useStack((s) => s.status?.engine);
  const chosen = useSettings((s) => s.values?.engine);
  const [changing, setChanging] = useState(false);
  const known = useChecks((s) => s.engines !== null);
  useEffect(() => {
    if (changing && !known) void check();
  }, [changing, known]);
  return (
    <>
      <h2 id="set-engine">{t('settings.section.engine')}</h2>
      <Field label={t('settings.engine.inUse')} hint={t(chosen ? 'settings.engine.chosen' : 'settings.engine.found')}>
        <div className="flex">
          {engine ? (
            <Status tone={engine.reachable ? 'ok' : 'bad'}>
              {engine.reachable ? t('shell.engine', { version: engine.version ?? '' }) : t('shell.engineAway')}
            </Status>
          ) : null}
          <code className="faint cut">{engine?.url}</code>
          <Button small className="end" aria-expanded={changing} onClick={() => setChanging(!changing)}>
            {t(changing ? 'settings.engine.keep' : 'settings.engine.change')}
          </Button>
          {chosen ? (
            <Button small onClick={() => void chooseEngine(null)}>
              {t('settings.engine.automatic')}
            </Button>
          ) : null}
        </div>
      </Field>
      {changing ? (
        <div className="two one">
          <section>
            <Engines />
          </section>
        </div>
      ) : null}
    </>
  );
}
