import { parseDuration } from '../../compose/index.ts';

/** A compose duration (`1m30s`) in nanoseconds, as the engine counts. */
export function nanoseconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}
