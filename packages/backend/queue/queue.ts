/** One entry of an agent's queue: the task itself lies in the database, under this id. */
export interface Job {
  task: string;
  agent: string;
  /** 0 (when there is nothing else) to 9 (before all others). */
  priority: number;
}

/** What became of a job: over; back to the front at once; back after a pause; put aside as not to be done. */
export type Verdict = 'done' | 'again' | 'later' | 'dead';

/**
 * The agents' queues. At least once: a job comes again if its process ended before a verdict. `publish` resolves when the
 * job would survive a restart of the broker.
 */
export interface TaskQueue {
  publish(job: Job): Promise<void>;
  /** At most `concurrency` jobs of the agent at a time. Goes on by itself after the broker was away. */
  consume(agent: string, concurrency: number, handler: (job: Job) => Promise<Verdict>): void;
  /** Tells every process, this one included, that a task is not wanted any more. Best effort. */
  cancel(task: string): Promise<void>;
  onCancel(listener: (task: string) => void): void;
  /** Called each time the broker is (again) there. */
  onReady(listener: () => void): void;
  /** Jobs waiting, by agent. */
  depths(agents: readonly string[]): Promise<Record<string, number>>;
  check(signal: AbortSignal): Promise<string>;
  /** No new jobs; resolves when the handlers have given their verdicts. */
  stopConsuming(): Promise<void>;
  close(): Promise<void>;
}
