import { createHash } from 'node:crypto';

export type AlertSeverity = 'critical' | 'warning' | 'info';

/** A rule of the monitoring that is true right now. */
export interface Alert {
  /** The same for as long as it is the same alert, whoever is asked: made of its labels. */
  id: string;
  /** Name of the rule. */
  name: string;
  severity: AlertSeverity;
  /** Service of the project that it is about. */
  service?: string;
  /** One sentence: what is wrong. */
  summary: string;
  /** What it means. */
  description?: string;
  /** What to do. */
  action?: string;
  /** Milliseconds since the epoch since when it has been so. */
  since: number;
}

/** As Alertmanager and Prometheus both tell of one. */
export interface TellingOfAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** RFC 3339. */
  since: string;
}

/** Characters of one text: rules may put whole queries into their words. */
const longest = 500;
/** Under which cAdvisor names a container's service. */
const composeLabel = 'container_label_com_docker_compose_service';

/**
 * Undefined for what is none to a person: an alert that is always on so that its way is seen to work has severity `none`.
 * @param isService whether the project has a service of that name: labels may name anything.
 */
export function alertOf(
  { labels, annotations, since }: TellingOfAlert,
  isService: (name: string) => boolean,
): Alert | undefined {
  const name = labels.alertname ?? '';
  if (labels.severity === 'none' || name === '') return undefined;
  const service = [labels.service, labels[composeLabel]].find((one) => one !== undefined && isService(one));
  const began = Date.parse(since);
  const { description, action } = annotations;
  return {
    id: idOf(labels),
    name: short(name),
    severity: severities.find((s) => s === labels.severity) ?? 'warning',
    ...(service ? { service } : {}),
    summary: short(annotations.summary || name),
    ...(description ? { description: short(description) } : {}),
    ...(action ? { action: short(action) } : {}),
    since: Number.isFinite(began) ? began : 0,
  };
}

/** From the worst on; what has another word for it counts as a warning. */
const severities = ['critical', 'warning', 'info'] as const;

/** The worst first, then the latest. */
export const byWeight = (a: Alert, b: Alert): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.since - a.since || a.id.localeCompare(b.id);

const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function idOf(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
