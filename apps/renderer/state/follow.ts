import { backoff } from '../connection/backoff.ts';

interface FollowOptions {
  /** Goes on while nobody looks (an operation's end is announced); otherwise it pauses when the page is hidden. */
  whenHidden?: boolean;
  /** Told each time before the stream is opened again: what is shown may be old. */
  onBreak?: (error: unknown) => void;
  /** The stream ended by itself and is not to be opened again. */
  once?: boolean;
  onEnd?: () => void;
}

/** Milliseconds a page may be hidden before its streams are closed: a quick look elsewhere costs nothing. */
const hiddenGrace = 3000;

/**
 * Follows a stream for as long as somebody wants it: opens it again with growing pauses when it breaks, and lets go of it while
 * the page is hidden. Returns how to stop.
 */
export function follow<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  take: (value: T) => void,
  options: FollowOptions = {},
): () => void {
  const life = new AbortController();
  let round: AbortController | null = null;
  let wake: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hidden = () => !options.whenHidden && document.visibilityState === 'hidden';
  const onVisibility = () => {
    clearTimeout(timer);
    if (hidden()) timer = setTimeout(() => round?.abort(), hiddenGrace);
    else wake?.();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const id = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(id);
        resolve();
      };
    });

  const run = async () => {
    let failures = 0;
    while (!life.signal.aborted) {
      while (hidden() && !life.signal.aborted) await pause(2 ** 31 - 1);
      if (life.signal.aborted) return;
      round = new AbortController();
      const { signal } = round;
      try {
        for await (const value of await open(signal)) {
          if (signal.aborted) break;
          failures = 0;
          take(value);
        }
        if (options.once && !signal.aborted) return options.onEnd?.();
      } catch (error) {
        if (!life.signal.aborted && !signal.aborted) options.onBreak?.(error);
      }
      if (life.signal.aborted) return;
      if (!hidden()) await pause(backoff(++failures));
    }
  };

  document.addEventListener('visibilitychange', onVisibility);
  void run();
  return () => {
    life.abort();
    round?.abort();
    wake?.();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
