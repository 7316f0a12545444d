import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { Glyph } from '../components/Status.tsx';
import { tryAgainNow, useConnection } from '../connection/index.ts';
import { useFormat } from '../format/use-format.ts';

/** A line over the page for as long as the host does not answer; what is shown below it is what was last known. */
export function HostLost() {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, lostAt, attempt } = useConnection();
  const slow = useAfter(state !== 'open', 700);
  if (state === 'open' || !slow) return null;
  if (state === 'refused') {
    return (
      <div className="host-lost" role="alert">
        <Glyph tone="bad" />
        <span>
          <b>{t('shell.linkRefused.title')}</b> {t('shell.linkRefused.text')}
        </span>
      </div>
    );
  }
  return (
    <div className="host-lost" role="alert">
      <Glyph tone="bad" />
      <span>
        <b>{t('shell.hostLost.title')}</b>{' '}
        {lostAt === null
          ? t('shell.hostLost.never')
          : t('shell.hostLost.text', { time: format.clock(lostAt), attempt })}
      </span>
      <Button small onClick={tryAgainNow}>
        {t('shell.hostLost.again')}
      </Button>
    </div>
  );
}

/** True once `on` has been true for `ms`: a connection that opens at once is not worth a line. */
function useAfter(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!on) return;
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return late;
}
