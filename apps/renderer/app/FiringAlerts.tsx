import { useTranslation } from 'react-i18next';
import { Status } from '../components/Status.tsx';
import { useFormat } from '../format/use-format.ts';
import { useNow } from '../format/use-now.ts';
import { useAlerts } from '../state/alerts.ts';

const shown = 3;

/** Rules of the monitoring that are true now, from every page; each leads to its service, or to the machine's figures. */
export function FiringAlerts() {
  const { t } = useTranslation();
  const format = useFormat();
  const { firing } = useAlerts();
  const now = useNow(10_000, firing.length > 0);
  if (!firing.length) return null;
  return (
    <div className="rail-note">
      <h2 className="rail-h">{t('shell.alerts')}</h2>
      {firing.slice(0, shown).map((alert) => (
        <div key={alert.id}>
          <a className="plain" href={alert.service ? `#/stack/${encodeURIComponent(alert.service)}` : '#/monitor'}>
            <Status tone={alert.severity === 'critical' ? 'bad' : 'warn'}>{alert.summary}</Status>
          </a>
          <span className="cap">{t('shell.alertFor', { time: format.duration(now - alert.since) })}</span>
        </div>
      ))}
      {firing.length > shown ? (
        <span className="cap">{t('shell.andMore', { count: firing.length - shown })}</span>
      ) : null}
    </div>
  );
}
