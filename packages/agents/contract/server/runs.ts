import { randomUUID } from 'node:crypto';
import { ConnectionFailure, isConnectionFailure, notFound, Problem } from '@sutazai/service-kit';
import type { ProcessRequest } from '../protocol/index.ts';
import { Run, type Telling } from './run.ts';

/** What an agent does in one run. Resolves with the whole answer; must stop when the signal is aborted. */
export type Work = (
  request: ProcessRequest & { model: string },
  run: { id: string; signal: AbortSignal; tell: (what: Telling) => void },
) => Promise<string>;

export interface RunsOptions {
  agent: string;
  /** The model of a request that names none. */
  defaultModel: string;
  work: Work;
  /** How long a run goes on without anybody who listens, ms: long enough to come back after a cut. */
  grace?: number;
  /** Ended runs that are kept for those who come back. */
  kept?: number;
  /** Runs at the same time; more are refused with 429. */
  most?: number;
  log?: (error: unknown, run: string) => void;
  watch?: { begun(): void; ended(outcome: 'done' | 'failed' | 'cancelled', seconds: number): void };
}

/** The runs of one agent: begun once, followed by many, ended by request, by being left, or by themselves. */
export class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #byKey = new Map<string, Run>();
  readonly #working = new Set<Promise<void>>();

  constructor(private readonly options: RunsOptions) {}

  /** The same idempotency key means the same run. @throws Problem 429 */
  begin(request: ProcessRequest, key?: string): Run {
    const before = key === undefined ? undefined : this.#byKey.get(key);
    if (before) return before;
    if (this.#working.size >= (this.options.most ?? 16))
      throw new Problem(
        429,
        'TOO_MANY_RUNS',
        'This agent has as many runs as it can.',
        'Wait for one to end, then ask again.',
        {
          retryAfter: 2,
        },
      );
    const model = request.model ?? this.options.defaultModel;
    const run = new Run(randomUUID(), this.options.agent, model);
    this.#runs.set(run.id, run);
    if (key !== undefined) this.#byKey.set(key, run);
    run.whenLeft(this.options.grace ?? 15_000, () => run.cancel());
    const working = this.#work({ ...request, model }, run).finally(() => {
      this.#working.delete(working);
      this.#forgetOld();
    });
    this.#working.add(working);
    return run;
  }

  /** @throws Problem 404 */
  get(id: string): Run {
    const run = this.#runs.get(id);
    if (!run) throw notFound('run', id, [...this.#runs.keys()].slice(-5), 'RUN_UNKNOWN');
    return run;
  }

  /** Ends all that are going on; resolves when they have ended. */
  async stop(): Promise<void> {
    for (const run of this.#runs.values()) if (!run.ended) run.cancel();
    await Promise.all(this.#working);
  }

  async #work(request: ProcessRequest & { model: string }, run: Run): Promise<void> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    this.options.watch?.begun();
    let said = '';
    const tell = (what: Telling) => {
      if (what.type === 'token') said += what.text;
      run.tell(what);
    };
    // Whatever the work does after it was stopped: the run has ended when it was asked to.
    const stopped = new Promise<undefined>((resolve) => {
      run.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    try {
      const work = this.options.work(request, { id: run.id, signal: run.signal, tell });
      work.catch(() => undefined);
      const response = await Promise.race([work, stopped]);
      if (run.signal.aborted || response === undefined) {
        run.tell({ type: 'end', status: 'cancelled', response: said });
        this.options.watch?.ended('cancelled', seconds());
      } else {
        run.tell({ type: 'end', status: 'done', response });
        this.options.watch?.ended('done', seconds());
      }
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status >= 500) this.options.log?.(error, run.id);
      run.tell({ type: 'error', code: problem.code, message: problem.message, next_step: problem.nextStep });
      this.options.watch?.ended('failed', seconds());
    }
  }

  #forgetOld(): void {
    const ended = [...this.#runs.values()].filter((r) => r.ended);
    for (const run of ended.slice(0, Math.max(0, ended.length - (this.options.kept ?? 100)))) {
      this.#runs.delete(run.id);
      for (const [key, other] of this.#byKey) if (other === run) this.#byKey.delete(key);
    }
  }
}

/** What the caller can be told; everything that was not foreseen stays in the log. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ConnectionFailure || isConnectionFailure(error))
    return new Problem(
      503,
      'MODEL_SERVER_DOWN',
      'The model server does not answer, or broke off.',
      'Look whether it runs (`sutazai status`), then ask again.',
      { retryAfter: 5, cause: error },
    );
  return new Problem(
    500,
    'AGENT_FAILED',
    'The agent failed while it worked on this.',
    'Look into its log for the run, then ask again.',
    { cause: error },
  );
}
