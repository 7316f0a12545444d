import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';

/** Milliseconds before a stream that broke off is asked for again. */
const again = 2000;

/** Reads one stream of the host for as long as the app lives; a defect in it is logged, and it is opened again. */
export async function follow<T>(
  name: string,
  open: (options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>,
  take: (value: T) => void,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const value of await open({ signal })) take(value);
    } catch (error) {
      if (!signal.aborted) log.error(`The stream ${name} broke off.`, error);
    }
    await pause(again, undefined, { signal }).catch(() => undefined);
  }
}
