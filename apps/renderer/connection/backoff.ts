/** Milliseconds to wait before try number `attempt` (from 1): doubles from a quarter of a second, at most eight seconds. */
export function backoff(attempt: number): number {
  return Math.min(8000, 250 * 2 ** Math.max(0, attempt - 1));
}
