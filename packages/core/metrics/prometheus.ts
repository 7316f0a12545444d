import type { StackModel, StackStatus } from '../stack/index.ts';

export interface RangeQuery {
  query: string;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  /** Seconds. */
  step: number;
}

export type PrometheusAnswer =
  | { available: true; series: { labels: Record<string, string>; points: [number, number | null][] }[] }
  | { available: false; reason: string };

/** Container port of Prometheus's HTTP API. */
const apiPort = 9090;
/** Milliseconds; its own limit for a query is two minutes, a page does not wait as long. */
const limit = 10_000;

/** A range query to the stack's own Prometheus, over the port it publishes on this machine. Never throws for its absence. */
export async function queryPrometheus(
  model: StackModel,
  status: StackStatus | undefined,
  { query, from, to, step }: RangeQuery,
  signal?: AbortSignal,
): Promise<PrometheusAnswer> {
  const service = serviceOf(model);
  if (!service) return { available: false, reason: 'Prometheus is not among the services that are switched on.' };
  const now = status?.services.find((s) => s.service === service);
  const port = now?.ports.find((p) => p.target === apiPort && p.protocol === 'tcp');
  if (!port) return { available: false, reason: 'Prometheus does not run.' };
  const url = new URL(`http://127.0.0.1:${port.published}/api/v1/query_range`);
  url.search = new URLSearchParams({
    query,
    start: String(from / 1000),
    end: String(to / 1000),
    step: String(step),
  }).toString();
  const late = AbortSignal.timeout(limit);
  try {
    const answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, late]) : late });
    return read((await answer.json()) as Answer);
  } catch (error) {
    signal?.throwIfAborted();
    return { available: false, reason: `Prometheus does not answer: ${(error as Error).message}` };
  }
}

/** The service that Prometheus runs in, known by its image. */
function serviceOf(model: StackModel): string | undefined {
  const all = Object.entries(model.project.services);
  return all.find(([, s]) => /(^|\/)prometheus(:|@|$)/.test(s.image ?? ''))?.[0];
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
interface Answer {
  status?: string;
  error?: string;
  data?: { result?: { metric?: Record<string, string>; values?: [number, string][] }[] };
}

function read(answer: Answer): PrometheusAnswer {
  if (answer.status !== 'success') {
    return { available: false, reason: `Prometheus refuses the query: ${answer.error ?? 'without a reason'}` };
  }
  const series = (answer.data?.result ?? []).map(({ metric = {}, values = [] }) => ({
    labels: metric,
    points: values.map(([at, text]): [number, number | null] => {
      const value = Number(text);
      return [Math.round(at * 1000), Number.isFinite(value) ? value : null];
    }),
  }));
  return { available: true, series };
}
