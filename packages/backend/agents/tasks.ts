import { randomUUID } from 'node:crypto';
import type { AgentDirectory, ProcessAnswer, ProcessRequest } from '@sutazai/agent-contract';
import { currentRequest, type Dependencies, notFound, Problem } from '@sutazai/service-kit';
import type { Identity } from '../auth/scopes.ts';
import type { Database } from '../db/database.ts';
import type { TaskQueue } from '../queue/queue.ts';

export type TaskState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Task {
  id: string;
  agent: string;
  state: TaskState;
  priority: number;
  attempts: number;
  result: ProcessAnswer | null;
  error: { code: string; message: string; next_step: string } | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

const columns = 'id, agent, state, priority, attempts, result, error, created_at, started_at, finished_at';

/** Milliseconds between two attempts to take a task back. */
const retry = 5_000;

/** Agents' tasks as a caller sees them. The database holds them, the queue only says whose turn it is. */
export class Tasks {
  constructor(
    private readonly db: Database,
    private readonly queue: TaskQueue,
    private readonly directory: AgentDirectory,
    private readonly dependencies: Dependencies,
  ) {}

  /**
   * Queues a run. The same `key` of the same caller gives the same task again.
   * @throws Problem 404 unknown agent, 503 database or broker away (then there is no task)
   */
  async create(owner: Identity, agent: string, request: ProcessRequest, priority: number, key?: string): Promise<Task> {
    const { id: known } = this.directory.get(agent);
    const id = randomUUID();
    let inserted: Promise<Task[]> | undefined;
    const insert = () => {
      inserted = this.db.query<Task>(
        `INSERT INTO tasks (id, agent, request, priority, state, owner, idempotency_key, request_id)
         VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)
         ON CONFLICT (owner, idempotency_key) DO NOTHING RETURNING ${columns}`,
        [id, known, JSON.stringify(request), priority, owner.user, key ?? null, currentRequest.getStore() ?? null],
      );
      return inserted;
    };
    const rows = await this.dependencies.use('postgres', insert).catch((error: unknown) => {
      // The caller is told that there is no task: should the database have kept it all the same, or still do so, it goes.
      inserted?.finally(() => this.#takeBack(id)).catch(() => undefined);
      throw error;
    });
    const task = rows[0] ?? (await this.#byKey(owner, key ?? ''));
    if (rows[0]) await this.#publish(task);
    return task;
  }

  async get(owner: Identity, id: string): Promise<Task> {
    const rows = await this.#query<Task>(`SELECT ${columns} FROM tasks WHERE id = $1 AND (owner = $2 OR $3)`, [
      ...[id, owner.user, owner.scopes.has('admin')],
    ]);
    if (!rows[0])
      throw notFound(
        'task',
        id,
        (await this.list(owner, {}, 10)).map((t) => t.id),
        'TASK_UNKNOWN',
      );
    return rows[0];
  }

  list(owner: Identity, filter: { agent?: string; state?: TaskState }, limit: number): Promise<Task[]> {
    return this.#query<Task>(
      `SELECT ${columns} FROM tasks WHERE (owner = $1 OR $2) AND ($3::text IS NULL OR agent = $3) AND ($4::text IS NULL OR state = $4)
        ORDER BY created_at DESC LIMIT $5`,
      [owner.user, owner.scopes.has('admin'), filter.agent ?? null, filter.state ?? null, limit],
    );
  }

  /** A task that has ended stays as it is. */
  async cancel(owner: Identity, id: string): Promise<Task> {
    const before = await this.get(owner, id);
    await this.#query(
      `UPDATE tasks SET state = 'cancelled', finished_at = now() WHERE id = $1 AND state IN ('queued', 'running')`,
      [before.id],
    );
    // Whoever runs it looks again before it writes: a lost message costs time, not truth.
    await this.queue.cancel(before.id).catch(() => undefined);
    return this.get(owner, id);
  }

  /**
   * Queues a task again that has ended without success, with all its attempts before it.
   * @throws Problem 404, 409 it has not ended or is done, 503 database or broker away (then it stays as it was)
   */
  async retry(owner: Identity, id: string): Promise<Task> {
    const before = await this.get(owner, id);
    const rows = await this.#query<Task>(
      `UPDATE tasks SET state = 'queued', attempts = 0, claim = NULL, result = NULL, published_at = NULL, finished_at = NULL
        WHERE id = $1 AND state IN ('failed', 'cancelled') RETURNING ${columns}`,
      [before.id],
    );
    const task = rows[0];
    if (!task) {
      const next = before.state === 'done' ? 'Run the agent again instead.' : 'Wait until it has ended, or cancel it.';
      throw new Problem(409, 'TASK_NOT_FAILED', `The task is ${before.state}: there is nothing to try again.`, next);
    }
    try {
      await this.#send(task);
    } catch (error) {
      await this.db
        .query(
          "UPDATE tasks SET state = $2, attempts = $3, finished_at = $4 WHERE id = $1 AND state = 'queued' AND published_at IS NULL",
          [task.id, before.state, before.attempts, before.finished_at],
        )
        .catch(() => undefined);
      throw error;
    }
    return task;
  }

  /** Puts into the queue what a crash kept from it, and with `all` everything that has not ended (queues without memory). */
  async republish(all: boolean): Promise<number> {
    const rows = await this.db.query<Task>(
      all
        ? `SELECT ${columns} FROM tasks WHERE state IN ('queued', 'running') ORDER BY created_at`
        : `SELECT ${columns} FROM tasks WHERE state = 'queued' AND published_at IS NULL AND created_at < now() - interval '10 seconds'`,
    );
    for (const task of rows) await this.#send(task);
    return rows.length;
  }

  async #publish(task: Task): Promise<void> {
    try {
      await this.#send(task);
    } catch (error) {
      // Not sent, so not there: the caller gets the 503 and may ask again.
      this.#takeBack(task.id);
      throw error;
    }
  }

  async #send(task: Task): Promise<void> {
    const job = { task: task.id, agent: task.agent, priority: task.priority };
    await this.dependencies.use('rabbitmq', () => this.queue.publish(job));
    // Only a mark: without it the job is sent once more after a restart, and the worker finds the task in its hands already.
    await this.#query('UPDATE tasks SET published_at = now() WHERE id = $1', [task.id]).catch(() => undefined);
  }

  /** Deletes a task that nobody was told of, as soon as the database answers. */
  #takeBack(id: string, attempts = 720): void {
    this.db.query("DELETE FROM tasks WHERE id = $1 AND published_at IS NULL AND state = 'queued'", [id]).catch(() => {
      if (attempts > 0) setTimeout(() => this.#takeBack(id, attempts - 1), retry).unref();
    });
  }

  async #byKey(owner: Identity, key: string): Promise<Task> {
    const rows = await this.#query<Task>(`SELECT ${columns} FROM tasks WHERE owner = $1 AND idempotency_key = $2`, [
      owner.user,
      key,
    ]);
    if (!rows[0]) throw new Problem(409, 'TASK_KEY', 'A task with this key was just removed.', 'Ask again.');
    return rows[0];
  }

  #query<T extends object>(sql: string, params: readonly unknown[]): Promise<T[]> {
    return this.dependencies.use('postgres', () => this.db.query<T>(sql, params));
  }
}
