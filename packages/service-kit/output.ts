import { pino } from 'pino';

/** Milliseconds that a line may wait for others. */
const longest = 100;

/**
 * Standard output for log lines, many with one write: a write for each request costs as much as the request. What waits is
 * written when it is old, at the end of the process, and at `end`; lines that come after that are written at once.
 */
export function bufferedOutput(): { write(line: string): void; end(): void } {
  const destination = pino.destination({ dest: 1, sync: true, minLength: 4_096 });
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const flush = () => {
    timer = undefined;
    destination.flushSync();
  };
  process.once('exit', flush);
  return {
    write(line) {
      destination.write(line);
      if (ended) destination.flushSync();
      else timer ??= setTimeout(flush, longest).unref();
    },
    end() {
      ended = true;
      clearTimeout(timer);
      process.off('exit', flush);
      flush();
    },
  };
}
