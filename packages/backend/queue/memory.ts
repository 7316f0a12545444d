import type { Job, TaskQueue, Verdict } from './queue.ts';

interface Lane {
  waiting: Job[];
  running: number;
  concurrency: number;
  handler?: (job: Job) => Promise<Verdict>;
}

/** Queues inside one process. What they hold is rebuilt from the database at a start, so nothing is lost with them. */
export function openMemoryQueue(options: { later?: number } = {}): TaskQueue & { dead: Job[] } {
  const lanes = new Map<string, Lane>();
  const listeners: ((task: string) => void)[] = [];
  const dead: Job[] = [];
  const working = new Set<Promise<void>>();
  let stopped = false;
  const lane = (agent: string): Lane => {
    const found = lanes.get(agent) ?? { waiting: [], running: 0, concurrency: 1 };
    lanes.set(agent, found);
    return found;
  };
  const add = (job: Job, front = false): void => {
    const { waiting } = lane(job.agent);
    // Behind its equals, or before them.
    const index = waiting.findIndex((w) => (front ? w.priority <= job.priority : w.priority < job.priority));
    if (index < 0) waiting.push(job);
    else waiting.splice(index, 0, job);
    turn(job.agent);
  };
  const turn = (agent: string): void => {
    const l = lane(agent);
    while (!stopped && l.handler && l.running < l.concurrency) {
      const job = l.waiting.shift();
      if (!job) return;
      l.running += 1;
      const done = l
        .handler(job)
        .catch((): Verdict => 'later')
        .then((verdict) => {
          l.running -= 1;
          if (verdict === 'again') add(job, true);
          else if (verdict === 'later') setTimeout(() => add(job), options.later ?? 2_000).unref();
          else if (verdict === 'dead') dead.push(job);
          turn(agent);
        })
        .finally(() => working.delete(done));
      working.add(done);
    }
  };
  return {
    dead,
    publish: async (job) => add(job),
    consume(agent, concurrency, handler) {
      Object.assign(lane(agent), { concurrency, handler });
      turn(agent);
    },
    async cancel(task) {
      for (const tell of listeners) tell(task);
    },
    onCancel: (listener) => void listeners.push(listener),
    onReady: (listener) => queueMicrotask(listener),
    depths: async (agents) => Object.fromEntries(agents.map((a) => [a, lane(a).waiting.length])),
    check: async () => 'in this process',
    async stopConsuming() {
      stopped = true;
      await Promise.all(working);
    },
    close: async () => undefined,
  };
}
