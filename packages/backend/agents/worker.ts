import { randomUUID } from 'node:crypto';
import {
  AgentClient,
  type AgentDirectory,
  agentIds,
  type ProcessAnswer,
  type ProcessRequest,
} from '@sutazai/agent-contract';
import { currentRequest, isConnectionFailure, Problem } from '@sutazai/service-kit';
import type { Database } from '../db/database.ts';
import type { Job, TaskQueue, Verdict } from '../queue/queue.ts';

export interface WorkerOptions {
  db: Database;
  queue: TaskQueue;
  directory: AgentDirectory;
  /** Runs at a time per agent: the model server answers them one after the other anyway. */
  concurrency?: number;
  /** Seconds that an agent may work on one task. */
  limit: number;
  /** Failures of the agent's own making before a task is put aside. */
  attempts?: number;
  onEnd?: (agent: string, outcome: 'done' | 'failed' | 'cancelled', seconds: number) => void;
  /** Told after a task was done, in the background. */
  afterDone?: (task: string, agent: string, answer: ProcessAnswer) => void;
  log?: (message: string) => void;
}

interface Claim {
  id: string;
  request: ProcessRequest;
  attempts: number;
  request_id: string | null;
}

/**
 * Runs the agents' tasks. A job may come twice (a worker was killed, a connection broke): the task's row decides. Each
 * start writes a new claim into it, and only the holder of the newest claim writes the end; the task's id goes to the agent
 * as the idempotency key, so that an agent that did the work already need not do it again.
 */
export class Worker {
  readonly #o: WorkerOptions;
  readonly #running = new Map<string, { control: AbortController; verdict: Promise<Verdict> }>();
  #stopping = false;

  constructor(options: WorkerOptions) {
    this.#o = options;
  }

  start(): void {
    this.#o.queue.onCancel((task) => this.#running.get(task)?.control.abort(cancelledReason));
    for (const agent of agentIds) {
      this.#o.queue.consume(agent, this.#o.concurrency ?? 2, (job) => this.#take(job));
    }
  }

  /** Gives running tasks back to the queue. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { control } of this.#running.values()) control.abort(stopReason);
    await this.#o.queue.stopConsuming();
  }

  #take(job: Job): Promise<Verdict> {
    // The same job again while it runs here: the connection broke in between, the work did not.
    const before = this.#running.get(job.task);
    if (before) return before.verdict;
    const control = new AbortController();
    const verdict = this.#run(job, control.signal).finally(() => this.#running.delete(job.task));
    this.#running.set(job.task, { control, verdict });
    return verdict;
  }

  async #run(job: Job, signal: AbortSignal): Promise<Verdict> {
    if (this.#stopping) return 'again';
    const claim = randomUUID();
    let task: Claim | undefined;
    try {
      task = (
        await this.#o.db.query<Claim>(
          `UPDATE tasks SET state = 'running', claim = $2, attempts = attempts + 1, started_at = coalesce(started_at, now()), published_at = now()
            WHERE id = $1 AND state IN ('queued', 'running') RETURNING id, request, attempts, request_id`,
          [job.task, claim],
        )
      )[0];
    } catch (error) {
      this.#o.log?.(`task ${job.task}: the database does not answer (${String(error)})`);
      return 'later';
    }
    // It has ended already, or it was never committed.
    if (!task) return 'done';

    const begun = performance.now();
    const limit = AbortSignal.timeout(this.#o.limit * 1000);
    try {
      const client = new AgentClient(this.#o.directory.urlOf(job.agent));
      const { id: idempotencyKey, request, request_id } = task;
      const answer = await currentRequest.run(request_id ?? idempotencyKey, () =>
        client.process(request, { signal: AbortSignal.any([signal, limit]), idempotencyKey }),
      );
      return await this.#end(job, claim, answer, begun);
    } catch (error) {
      // Not tried again: it would take as long.
      const why = limit.aborted && !signal.aborted ? tooLong(job.agent, this.#o.limit) : error;
      return this.#failed(job, claim, task.attempts, why, signal, begun);
    }
  }

  async #end(job: Job, claim: string, answer: ProcessAnswer, begun: number): Promise<Verdict> {
    const state = answer.status === 'success' ? 'done' : 'failed';
    const error =
      state === 'done'
        ? null
        : {
            code: 'AGENT_ERROR',
            message: answer.response.slice(0, 2_000),
            next_step: 'Look into the agent’s log, then run it again.',
          };
    const rows = await this.#o.db.query(
      'UPDATE tasks SET state = $3, result = $4, error = $5, finished_at = now() WHERE id = $1 AND claim = $2 AND state = $6 RETURNING id',
      [job.task, claim, state, JSON.stringify(answer), error && JSON.stringify(error), 'running'],
    );
    if (rows.length > 0) {
      this.#o.onEnd?.(job.agent, state, (performance.now() - begun) / 1000);
      if (state === 'done') this.#o.afterDone?.(job.task, job.agent, answer);
    }
    return 'done';
  }

  async #failed(
    job: Job,
    claim: string,
    attempts: number,
    error: unknown,
    signal: AbortSignal,
    begun: number,
  ): Promise<Verdict> {
    if (signal.reason === cancelledReason) {
      this.#o.onEnd?.(job.agent, 'cancelled', (performance.now() - begun) / 1000);
      return 'done';
    }
    // An agent that is not there costs no attempt: the task waits until it is.
    const waits =
      signal.reason === stopReason || isConnectionFailure(error) || (error instanceof Problem && error.status === 503);
    if (waits) {
      await this.#release(job, claim, true);
      return this.#stopping ? 'again' : 'later';
    }
    const refused = error instanceof Problem && error.status < 500;
    if (!refused && attempts < (this.#o.attempts ?? 3)) {
      await this.#release(job, claim, false);
      return 'later';
    }
    const words =
      error instanceof Problem
        ? { code: error.code, message: error.message, next_step: error.nextStep }
        : {
            code: 'AGENT_FAILED',
            message: 'The agent’s answer could not be used.',
            next_step: 'Look into its log, then run it again.',
          };
    try {
      await this.#o.db.query(
        "UPDATE tasks SET state = 'failed', error = $3, finished_at = now() WHERE id = $1 AND claim = $2 AND state = 'running'",
        [job.task, claim, JSON.stringify(words)],
      );
    } catch {
      return 'later';
    }
    this.#o.onEnd?.(job.agent, 'failed', (performance.now() - begun) / 1000);
    return 'dead';
  }

  async #release(job: Job, claim: string, unspent: boolean): Promise<void> {
    await this.#o.db
      .query(
        "UPDATE tasks SET state = 'queued', attempts = attempts - $3 WHERE id = $1 AND claim = $2 AND state = 'running'",
        [...[job.task, claim, unspent ? 1 : 0]],
      )
      .catch(() => undefined);
  }
}

function tooLong(agent: string, seconds: number): Problem {
  return new Problem(
    422,
    'TASK_TOO_LONG',
    `The agent ${agent} was not done after ${seconds} s, which is the most a task may take.`,
    'Ask for less at a time, or raise BACKEND_TASK_LIMIT_SECONDS; if the agent hangs, restart it.',
  );
}

const cancelledReason = new DOMException('the task is not wanted any more', 'AbortError');
const stopReason = new DOMException('the worker is stopping', 'AbortError');
