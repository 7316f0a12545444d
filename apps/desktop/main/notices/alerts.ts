import type { Alert, AlertsNow } from '@sutazai/core/contract';
import type { Words } from '../../words/words.ts';
import { placeOf } from '../window/places.ts';
import type { Notice } from './notice.ts';

/**
 * What alerts that fired, and those that are over, say to a person; several at once are one notice.
 * @param told whether a notice has said already that this service is unwell: its alerts follow from it and are not told again.
 */
export function alertNotices(
  changes: AlertsNow['changes'],
  words: Words,
  told: (service: string) => boolean,
): Notice[] {
  const worth = changes.filter((c) => c.alert.severity !== 'info');
  const of = (what: 'fired' | 'resolved') => worth.filter((c) => c.what === what).map((c) => c.alert);
  const fired = of('fired').filter((a) => a.service === undefined || !told(a.service));
  const { notice } = words;
  return [
    ...one(fired, (a) => a.summary, notice.alertsSeveral, whyAndWhat),
    ...one(
      of('resolved'),
      (a) => notice.alertOver(a.summary),
      notice.alertsOver,
      () => '',
    ),
  ];
}

function one(
  alerts: Alert[],
  title: (alert: Alert) => string,
  several: (count: number) => string,
  body: (alert: Alert) => string,
): Notice[] {
  const [first, ...more] = alerts;
  if (first === undefined) return [];
  if (more.length === 0) return [{ kind: 'alert', title: title(first), body: body(first), place: placeOfAlert(first) }];
  const services = new Set(alerts.map((a) => a.service));
  const place = services.size === 1 ? placeOfAlert(first) : '/stack';
  return [{ kind: 'alert', title: several(alerts.length), body: alerts.map((a) => a.summary).join('\n'), place }];
}

/** The page of its service; the figures of the machine where it is about none. */
const placeOfAlert = ({ service }: Alert): Notice['place'] =>
  service === undefined ? '/monitor' : (placeOf(`/stack/${service}`) ?? '/stack');

const whyAndWhat = ({ description, action }: Alert): string => [description, action].filter(Boolean).join('\n');
