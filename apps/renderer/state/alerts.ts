import type { Alert, AlertsNow } from '@sutazai/core/contract';
import { create } from 'zustand';
import { door } from '../connection/index.ts';
import { i18n } from '../i18n.ts';
import { follow } from './follow.ts';
import { useSettings } from './settings.ts';
import { tell } from './toasts.ts';

/** What fires in the monitoring now, the worst first; what only informs is left to Alertmanager's own page. */
export const useAlerts = create<{ firing: Alert[] }>(() => ({ firing: [] }));

export function followAlerts(): () => void {
  return follow((signal) => door.api.alerts.watch(undefined, { signal }), take);
}

function take({ firing, changes }: AlertsNow): void {
  useAlerts.setState({ firing: firing.filter(counts) });
  // In the window the system's own notice tells it.
  if (window.sutazai || useSettings.getState().values?.notifications.alerts === false) return;
  for (const { what, alert } of changes.filter((c) => counts(c.alert))) {
    if (what === 'fired') tell({ tone: 'bad', title: alert.summary, ...(alert.action ? { text: alert.action } : {}) });
    else tell({ tone: 'ok', title: i18n.t('shell.alertOver', { what: alert.summary }) });
  }
}

const counts = (alert: Alert) => alert.severity !== 'info';
