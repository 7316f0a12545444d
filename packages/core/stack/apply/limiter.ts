/** Runs a task when a slot is free; of those waiting, the one with the highest priority goes first. */
export type Limiter = <T>(task: () => Promise<T>, priority?: number) => Promise<T>;

/** At most `slots` tasks at a time. */
export function limiter(slots: number): Limiter {
  let active = 0;
  const waiting: { run: () => void; priority: number }[] = [];
  const next = () => {
    while (active < slots) {
      const entry = waiting.shift();
      if (!entry) return;
      active += 1;
      entry.run();
    }
  };
  return (task, priority = 0) =>
    new Promise((resolve, reject) => {
      const run = () => {
        task()
          .then(resolve, reject)
          .finally(() => {
            active -= 1;
            next();
          });
      };
      let at = waiting.length;
      while (at > 0 && (waiting[at - 1]?.priority ?? 0) < priority) at -= 1;
      waiting.splice(at, 0, { run, priority });
      next();
    });
}
