import { z } from 'zod';
import type { TellingOfAlert } from './alert.ts';
import type { AlertPlace } from './places.ts';

/** Milliseconds; an answer from this machine that takes longer is none. */
const patience = 5000;
/** Of the alerts that one look takes: past that the machine has other worries than a longer list. */
const most = 500;

const words = z.record(z.string(), z.string()).catch({});

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, `gettableAlerts`. */
const ofAlertmanager = z.array(z.object({ labels: words, annotations: words, startsAt: z.string().catch('') }));

/** https://prometheus.io/docs/prometheus/latest/querying/api/#alerts */
const ofPrometheus = z.object({
  data: z.object({
    alerts: z.array(
      z.object({ labels: words, annotations: words, state: z.string(), activeAt: z.string().optional().catch('') }),
    ),
  }),
});

/**
 * What fires, as one server tells it; silenced and inhibited alerts are left out where it is known of them.
 * @throws Error if it does not answer, or says something else than its API does.
 */
export async function firingAt(place: AlertPlace, signal: AbortSignal): Promise<TellingOfAlert[]> {
  const path =
    place.kind === 'alertmanager' ? '/api/v2/alerts?active=true&silenced=false&inhibited=false' : '/api/v1/alerts';
  const answer = await fetch(place.url + path, { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`${place.kind} answers ${answer.status}`);
  }
  const body: unknown = await answer.json();
  if (place.kind === 'alertmanager') {
    const all = ofAlertmanager.parse(body).slice(0, most);
    return all.map(({ labels, annotations, startsAt }) => ({ labels, annotations, since: startsAt }));
  }
  // `pending`: true, but not for as long as the rule wants.
  const firing = ofPrometheus.parse(body).data.alerts.filter((a) => a.state === 'firing');
  return firing
    .slice(0, most)
    .map(({ labels, annotations, activeAt = '' }) => ({ labels, annotations, since: activeAt }));
}
