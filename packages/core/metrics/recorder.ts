import { failure, fromUnknown, type SutazaiError } from '../diagnose/index.ts';
import {
  type History,
  type Mark,
  openHistory,
  type PointsQuery,
  type Sample,
  setHistoryAside,
} from '../store/index.ts';
import { historyEvery } from './sampler.ts';

/** Milliseconds that values wait in memory, so that a disk may sleep in between. */
const writeEvery = 60_000;
const pruneEvery = 3_600_000;
/** Milliseconds after a step of the clock in which nothing is removed as too old: the step may be a mistake. */
const trustAfter = 3_600_000;
/** A difference between clock and running time that is worth telling, in milliseconds. */
const jump = 60_000;

export interface RecorderOptions {
  directory: string;
  project: string;
  /** Something to tell the user: history begun anew, not being kept, clock changed. */
  notice: (problem: SutazaiError) => void;
  /** It is kept again. */
  mended: (code: 'HISTORY_PAUSED') => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Milliseconds that only ever run forward. */
  uptime?: () => number;
}

/** Keeps what was measured, through full disks, damaged files and clocks that jump: live figures never depend on it. */
export class Recorder {
  private history: History | undefined;
  private waiting: Sample[] = [];
  private marks: Mark[] = [];
  private readonly clock: () => number;
  private readonly uptime: () => number;
  private wroteAt: number;
  private prunedAt: number;
  private offset: number;
  private paused = false;
  private closed = false;

  constructor(private readonly options: RecorderOptions) {
    this.clock = options.clock ?? Date.now;
    this.uptime = options.uptime ?? (() => performance.now());
    this.wroteAt = this.uptime();
    // The first clean-up comes five minutes after the start, not in the middle of it.
    this.prunedAt = this.uptime() - pruneEvery + 300_000;
    this.offset = this.clock() - this.uptime();
    this.open();
  }

  add(rows: readonly Sample[]): void {
    // What was being measured while everything was let go of.
    if (this.closed) return;
    this.watchClock();
    this.waiting.push(...rows);
    if (this.uptime() - this.wroteAt >= writeEvery) this.flush();
  }

  mark(marks: readonly Mark[]): void {
    if (!this.closed) this.marks.push(...marks);
  }

  points(query: Omit<PointsQuery, 'project'>) {
    this.flush();
    if (this.history) return this.history.points({ ...query, project: this.options.project }, historyEvery);
    throw failure('HISTORY_PAUSED');
  }

  marksBetween(from: number, to: number): Mark[] {
    this.flush();
    if (this.history) return this.history.marks(this.options.project, from, to);
    throw failure('HISTORY_PAUSED');
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.flush();
    this.history?.close();
    this.history = undefined;
  }

  /** Writes what waits; what cannot be written is dropped, so that a full disk does not become a full memory. */
  private flush(): void {
    if (this.closed && !this.history) return;
    this.wroteAt = this.uptime();
    const { waiting, marks } = this;
    this.waiting = [];
    this.marks = [];
    try {
      this.history ??= openHistory(this.options.directory, { clock: this.clock });
      if (waiting.length > 0) this.history.write(this.options.project, waiting);
      for (const mark of marks) this.history.mark(this.options.project, mark);
      if (this.uptime() - this.prunedAt >= pruneEvery) {
        this.history.prune();
        this.prunedAt = this.uptime();
      }
      if (this.paused) this.options.mended('HISTORY_PAUSED');
      this.paused = false;
    } catch (error) {
      this.failed(error);
    }
  }

  private open(): void {
    try {
      this.history = openHistory(this.options.directory, { clock: this.clock });
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    const problem = fromUnknown(error);
    if (problem.code === 'STATE_CORRUPT') {
      this.beginAnew();
      return;
    }
    this.paused = true;
    this.options.notice(failure('HISTORY_PAUSED', { reason: problem.diagnosis.title }, { cause: error }));
  }

  private beginAnew(): void {
    try {
      this.history?.close();
    } catch {
      // It is damaged: all that counts is that it is let go.
    }
    this.history = undefined;
    try {
      const keptAs = setHistoryAside(this.options.directory, this.clock);
      this.history = openHistory(this.options.directory, { clock: this.clock });
      this.options.notice(failure('HISTORY_RESET', { keptAs }));
    } catch (error) {
      this.paused = true;
      this.options.notice(failure('HISTORY_PAUSED', { reason: fromUnknown(error).diagnosis.title }));
    }
  }

  /** That the clock went on while the machine slept is nothing to tell. */
  slept(): void {
    this.offset = this.clock() - this.uptime();
  }

  private watchClock(): void {
    const offset = this.clock() - this.uptime();
    const step = offset - this.offset;
    this.offset = offset;
    if (Math.abs(step) < jump) return;
    this.prunedAt = this.uptime() - pruneEvery + trustAfter;
    const minutes = Math.round(Math.abs(step) / 60_000);
    const amount = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
    this.options.notice(failure('CLOCK_JUMPED', { amount: `${amount} ${step > 0 ? 'forward' : 'back'}` }));
  }
}
