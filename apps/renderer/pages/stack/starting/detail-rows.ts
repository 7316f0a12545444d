import type { Tone } from '../../../components/Status.tsx';
import { type OperationView, stallAfter } from '../../../state/operation-view.ts';

export type DetailKind = 'pull' | 'build' | 'job' | 'health';

/** Share of the strip (`flex`) and how much of it is done, 0 to 1. */
export interface Segment {
  flex: number;
  share: number;
}

/** One row of the details. `now` is a message of `details.now` with its values: the page puts it into words. */
export interface DetailRow {
  key: string;
  kind: DetailKind;
  what: string;
  tone: Tone;
  bytes?: { done: number; total: number };
  steps?: { done: number; total: number };
  segments: Segment[];
  over: boolean;
  now: { say: string; ms?: number; text?: string; services?: string[]; bytesPerSecond?: number };
}

const rank: Record<Tone, number> = { bad: 0, warn: 1, busy: 2, off: 3, ok: 4 };

/** Everything behind the one bar: what is sick first, then what moves, then what waits, then what is done. */
export function detailRows(view: OperationView, elapsed: number): DetailRow[] {
  const jobs = new Set(view.plan?.services.filter((s) => s.job).map((s) => s.service));
  const rows = [...pulls(view, elapsed), ...builds(view), ...services(view, jobs, elapsed)];
  return rows
    .map((row, at) => ({ row, at }))
    .sort((a, b) => rank[a.row.tone] - rank[b.row.tone] || a.at - b.at)
    .map((x) => x.row);
}

function pulls(view: OperationView, elapsed: number): DetailRow[] {
  return [...view.pulls.values()].map((p) => {
    const over = p.state === 'done';
    const still = elapsed - p.movedAt;
    const stalled = p.state === 'downloading' && still >= stallAfter;
    return {
      key: `pull:${p.image}`,
      kind: 'pull',
      what: shortImage(p.image),
      tone: p.state === 'failed' ? 'bad' : over ? 'ok' : stalled ? 'warn' : p.state === 'queued' ? 'off' : 'busy',
      bytes: { done: over ? p.totalBytes : p.downloadedBytes, total: p.totalBytes },
      segments: layerSegments(p.layersDone, p.layersTotal, p.totalBytes ? p.downloadedBytes / p.totalBytes : 0, over),
      over,
      now: over
        ? { say: 'doneIn', ms: p.at - p.begunAt }
        : stalled
          ? { say: 'noBytes', ms: still }
          : p.state === 'downloading'
            ? { say: 'rate', bytesPerSecond: p.bytesPerSecond }
            : { say: p.state },
    };
  });
}

/** Sizes of single layers are not told: equal parts, those that are done full, the next one as far as the bytes say. */
export function layerSegments(done: number, total: number, fraction: number, over: boolean): Segment[] {
  if (total <= 0) return [{ flex: 1, share: over ? 1 : fraction }];
  return Array.from({ length: Math.min(total, 40) }, (_, at) => {
    const share = over || at < done ? 1 : at === done ? Math.min(1, Math.max(0, fraction * total - done)) : 0;
    return { flex: 1, share };
  });
}

function builds(view: OperationView): DetailRow[] {
  return [...view.builds.values()].map((b) => {
    const over = b.endedAt !== undefined;
    return {
      key: `build:${b.service}`,
      kind: 'build',
      what: b.service,
      tone: b.failed ? 'bad' : over ? 'ok' : 'busy',
      ...(b.steps ? { steps: { done: b.step, total: b.steps } } : {}),
      segments: layerSegments(over ? b.steps : b.step - 1, b.steps, b.steps ? (b.step - 0.5) / b.steps : 0, over),
      over,
      now: b.failed
        ? { say: 'failed' }
        : over
          ? { say: 'doneIn', ms: (b.endedAt ?? 0) - b.begunAt }
          : { say: 'text', text: b.line },
    };
  });
}

function services(view: OperationView, jobs: ReadonlySet<string>, elapsed: number): DetailRow[] {
  return [...view.services.values()]
    .filter((s) => s.state !== 'skipped')
    .map((s) => {
      const kind: DetailKind = jobs.has(s.service) ? 'job' : 'health';
      const over = ['ready', 'finished', 'kept', 'stopped', 'removed'].includes(s.state);
      const bad = s.state === 'failed' || s.state === 'unhealthy';
      const waiting = s.state === 'waiting';
      return {
        key: `service:${s.service}`,
        kind,
        what: s.service,
        tone: bad ? 'bad' : over ? 'ok' : waiting || s.state === 'created' ? 'off' : 'busy',
        segments: [{ flex: 1, share: over ? 1 : s.startedAt === undefined ? 0 : 0.5 }],
        over,
        now: serviceNow(s, elapsed, kind),
      } satisfies DetailRow;
    });
}

function serviceNow(
  s: OperationView['services'] extends Map<string, infer V> ? V : never,
  elapsed: number,
  kind: DetailKind,
): DetailRow['now'] {
  if (s.state === 'ready' && s.took !== undefined) return { say: 'healthyAfter', ms: s.took };
  if (s.state === 'finished' && s.took !== undefined) return { say: 'finishedAfter', ms: s.took };
  if (s.state === 'waiting' && s.waitingFor?.length) {
    return { say: 'waitsFor', services: s.waitingFor.map((w) => w.service) };
  }
  if ((s.state === 'starting' || s.state === 'started') && s.startedAt !== undefined) {
    return { say: kind === 'job' ? 'runsFor' : 'noAnswerYet', ms: elapsed - s.startedAt };
  }
  return { say: s.state };
}

/** Registry and digest are noise in a row; name and tag are what a person knows. */
export function shortImage(image: string): string {
  const bare = image.replace(/@sha256:.*$/, '');
  const parts = bare.split('/');
  const first = parts[0] ?? '';
  const named = parts.length > 1 && /[.:]|^localhost$/.test(first) ? parts.slice(1) : parts;
  return named
    .join('/')
    .replace(/^library\//, '')
    .replace(/:([^/]+)$/, ' $1');
}
