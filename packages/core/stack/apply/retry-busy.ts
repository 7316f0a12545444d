import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds before each further try: an endpoint may outlive its container by a moment (facts 4.5, 5 no. 6). */
const pauses = [50, 100, 200, 400];

/** Tries again while the engine says that a network or volume is still in use; the last error is thrown. */
export async function retryBusy(run: () => Promise<void>): Promise<void> {
  for (const ms of pauses) {
    try {
      await run();
      return;
    } catch (error) {
      if (!/active endpoints|in use|being used/i.test(error instanceof Error ? error.message : '')) throw error;
      await pause(ms);
    }
  }
  await run();
}
