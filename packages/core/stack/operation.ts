import { setMaxListeners } from 'node:events';
import { failure, fromUnknown, type SutazaiError } from '../diagnose/index.ts';
import { emptySummary } from './apply/context.ts';
import { EventStream } from './apply/event-stream.ts';
import type { StackEvent, StackEventBody, Summary } from './events.ts';

export interface Operation {
  emit: (event: StackEventBody) => void;
  summary: Summary;
  /** Failures told so far; the first decides the exit code. */
  failures: SutazaiError[];
  signal: AbortSignal;
}

/**
 * Runs one long operation and gives its events: stamps them, turns what it throws into a `failure` event, and closes with
 * exactly one `end`. After an abort the operation has `cancelGrace` to finish what it must not leave half-made.
 */
export function operation(signal: AbortSignal, run: (op: Operation) => Promise<void>): AsyncIterable<StackEvent> {
  // Every service of a large stack waits on the one signal; that is no leak.
  setMaxListeners(0, signal);
  const stream = new EventStream<StackEvent>();
  const begun = performance.now();
  const at = () => Math.round(performance.now() - begun);
  const op: Operation = {
    emit: (event) => stream.push({ at: at(), ...event }),
    summary: emptySummary(),
    failures: [],
    signal,
  };
  const finish = async () => {
    try {
      if (signal.aborted) throw signal.reason;
      await withCancelGrace(run(op), signal);
    } catch (error) {
      if (!signal.aborted) fail(op, fromUnknown(error));
    }
    op.summary.took = at();
    if (signal.aborted) {
      op.emit({ type: 'failure', diagnosis: failure('CANCELLED').diagnosis });
      op.emit({ type: 'end', outcome: 'cancelled', exitCode: 130, summary: op.summary });
    } else {
      const worst = op.failures.find((f) => f.code !== 'DEPENDENCY_FAILED') ?? op.failures[0];
      if (worst) op.emit({ type: 'end', outcome: 'failed', exitCode: worst.exitCode, summary: op.summary });
      else op.emit({ type: 'end', outcome: 'done', exitCode: 0, summary: op.summary });
    }
    stream.end();
  };
  void finish();
  return stream;
}

/** Counts and tells a failure that is not one service's. */
export function fail(op: Operation, error: SutazaiError): void {
  op.failures.push(error);
  op.emit({ type: 'failure', diagnosis: error.diagnosis });
}

/** Milliseconds between a cancel and our answer, at most: the engine finishes a call that it has taken in any case. */
const cancelGrace = 900;

function withCancelGrace(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined);
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      timer = setTimeout(() => reject(signal.reason), cancelGrace);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
}
