import type { Diagnosis, Operation, OperationBatch, Plan, StackEvent } from '@sutazai/core/contract';

type Of<T extends StackEvent['type']> = Extract<StackEvent, { type: T }>;

export interface PullView extends Of<'pull'> {
  /** `at` of the last event that brought bytes. */
  movedAt: number;
  begunAt: number;
  bytesPerSecond: number;
}
export interface BuildView {
  service: string;
  image: string;
  line: string;
  step: number;
  steps: number;
  begunAt: number;
  endedAt?: number;
  failed?: boolean;
}
export interface ServiceView extends Of<'service'> {
  startedAt?: number;
}
export interface EventLine {
  at: number;
  subject: string;
  event: StackEvent;
}

/** What an operation has told so far, ready to be shown. */
export interface OperationView {
  operation: Operation | null;
  plan: Plan | null;
  fraction: number;
  downloadedBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  pulls: Map<string, PullView>;
  builds: Map<string, BuildView>;
  services: Map<string, ServiceView>;
  warnings: Of<'warning'>[];
  failures: Diagnosis[];
  lines: EventLine[];
  end: Of<'end'> | null;
  /** Of the last event. */
  at: number;
  /** Of the last progress event: speed is measured between two of them. */
  progressAt: number;
}

export const nothingYet: OperationView = {
  operation: null,
  plan: null,
  fraction: 0,
  downloadedBytes: 0,
  totalBytes: 0,
  bytesPerSecond: 0,
  pulls: new Map(),
  builds: new Map(),
  services: new Map(),
  warnings: [],
  failures: [],
  lines: [],
  end: null,
  at: 0,
  progressAt: 0,
};

const linesKept = 200;

export function takeBatch(before: OperationView, batch: OperationBatch): OperationView {
  const fresh = batch.replay || batch.operation?.id !== before.operation?.id;
  const view: OperationView = fresh
    ? { ...nothingYet, pulls: new Map(), builds: new Map(), services: new Map() }
    : {
        ...before,
        pulls: new Map(before.pulls),
        builds: new Map(before.builds),
        services: new Map(before.services),
        lines: [...before.lines],
      };
  view.operation = batch.operation;
  for (const event of batch.events) takeEvent(view, event);
  if (view.lines.length > linesKept) view.lines.splice(0, view.lines.length - linesKept);
  return view;
}

function takeEvent(view: OperationView, event: StackEvent): void {
  view.at = Math.max(view.at, event.at);
  switch (event.type) {
    case 'plan':
      view.plan = event.plan;
      return;
    case 'pull':
      takePull(view, event);
      return;
    case 'build':
      takeBuild(view, event);
      return;
    case 'service':
      takeService(view, event);
      return;
    case 'step':
      if (event.step === 'image.build') endBuild(view, event);
      if (event.state !== 'started') view.lines.push({ at: event.at, subject: event.subject, event });
      return;
    case 'progress':
      takeProgress(view, event);
      return;
    case 'warning':
      view.warnings = [...view.warnings, event];
      return;
    case 'failure':
      view.failures = [...view.failures, event.diagnosis];
      return;
    case 'end':
      view.end = event;
  }
}

function takePull(view: OperationView, event: Of<'pull'>): void {
  const was = view.pulls.get(event.image);
  const moved = !was || event.downloadedBytes > was.downloadedBytes || event.state !== was.state;
  const seconds = was ? (event.at - was.at) / 1000 : 0;
  const now = was && seconds > 0 ? Math.max(0, event.downloadedBytes - was.downloadedBytes) / seconds : 0;
  view.pulls.set(event.image, {
    ...event,
    begunAt: was?.begunAt ?? event.at,
    movedAt: moved ? event.at : was.movedAt,
    bytesPerSecond: was ? smooth(was.bytesPerSecond, now) : 0,
  });
}

/** The classic builder says `Step 6/9 : RUN …`, BuildKit `#8 [6/9] RUN …`. */
const stepOf = /(?:Step (\d+)\/(\d+)|\[(?:\S+ )?(\d+)\/(\d+)\])/;

function takeBuild(view: OperationView, event: Of<'build'>): void {
  const was = view.builds.get(event.service);
  const found = stepOf.exec(event.line);
  view.builds.set(event.service, {
    service: event.service,
    image: event.image,
    line: event.line.trim() || (was?.line ?? ''),
    step: Math.max(was?.step ?? 0, Number(found?.[1] ?? found?.[3] ?? 0)),
    steps: Number(found?.[2] ?? found?.[4] ?? was?.steps ?? 0),
    begunAt: was?.begunAt ?? event.at,
  });
}

function endBuild(view: OperationView, event: Of<'step'>): void {
  const service = event.service ?? event.subject;
  const was = view.builds.get(service) ?? [...view.builds.values()].find((b) => b.image === event.subject);
  if (event.state === 'started') {
    if (was) return;
    view.builds.set(service, { service, image: event.subject, line: '', step: 0, steps: 0, begunAt: event.at });
  } else if (was) {
    view.builds.set(was.service, { ...was, endedAt: event.at, ...(event.state === 'failed' ? { failed: true } : {}) });
  }
}

function takeService(view: OperationView, event: Of<'service'>): void {
  const was = view.services.get(event.service);
  const startedAt =
    event.state === 'starting' || event.state === 'started' ? (was?.startedAt ?? event.at) : was?.startedAt;
  view.services.set(event.service, { ...event, ...(startedAt === undefined ? {} : { startedAt }) });
  if (!quiet.has(event.state)) view.lines.push({ at: event.at, subject: event.service, event });
}

const quiet: ReadonlySet<string> = new Set(['kept', 'waiting', 'creating', 'skipped']);

function takeProgress(view: OperationView, event: Of<'progress'>): void {
  const seconds = (event.at - view.progressAt) / 1000;
  if (view.progressAt > 0 && seconds > 0) {
    const now = Math.max(0, event.downloadedBytes - view.downloadedBytes) / seconds;
    view.bytesPerSecond = smooth(view.bytesPerSecond, now);
  }
  view.progressAt = event.at;
  // The host promises that it never falls; a replay after a lost connection is held to it too.
  view.fraction = Math.max(view.fraction, event.fraction);
  view.downloadedBytes = event.downloadedBytes;
  view.totalBytes = event.totalBytes;
}

const smooth = (was: number, now: number) => (was === 0 ? now : was * 0.8 + now * 0.2);

/** Milliseconds left at the present pace; undefined while that would be a guess. */
export function timeLeft(view: Pick<OperationView, 'fraction' | 'at'>): number | undefined {
  if (view.fraction < 0.05 || view.fraction >= 1 || view.at < 3000) return undefined;
  return (view.at * (1 - view.fraction)) / view.fraction;
}

/** Milliseconds without bytes after which a pull is said to stand still. */
export const stallAfter = 10_000;
