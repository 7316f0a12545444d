import { durationOrUndefined } from './duration.ts';

/**
 * A time (RFC 3339) or a duration back from now (`10m`), as an engine takes it. Undefined if it is neither.
 * @param now milliseconds since the epoch
 */
export function momentOrUndefined(text: string, now = Date.now()): string | undefined {
  const ns = durationOrUndefined(text);
  const time = ns === undefined ? Date.parse(text) : now - ns / 1e6;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
