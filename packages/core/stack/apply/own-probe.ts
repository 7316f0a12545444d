import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../engine/index.ts';
import type { Limiter } from './limiter.ts';

export interface OwnProbe {
  engine: Engine;
  id: string;
  /** The container's own health command, as argv. */
  cmd: string[];
  /** Milliseconds one run may take: the file's `timeout`. */
  timeoutMs: number;
  limit: Limiter;
  priority: number;
  signal: AbortSignal;
}

/**
 * Runs the container's own health command inside it, with growing pauses, until it exits with 0. For engines that know
 * no StartInterval (below API 1.44, Podman) and for containers that were made without one: the engine would give its
 * first verdict only after a whole interval. The command, user, environment and directory are the engine's own probe's,
 * so the verdict is the same (facts 4.4). Ends only by success or by the signal.
 */
export async function probeUntilHealthy(probe: OwnProbe): Promise<void> {
  for (let wait = 100; ; wait = Math.min(wait * 2, 1000)) {
    await pause(wait, undefined, { signal: probe.signal });
    const code = await probe.limit(() => runOnce(probe), probe.priority);
    if (code === 0) return;
    probe.signal.throwIfAborted();
  }
}

/** Exit code of one run; undefined if it could not be run or took too long. */
async function runOnce(probe: OwnProbe): Promise<number | undefined> {
  const signal = AbortSignal.any([probe.signal, AbortSignal.timeout(probe.timeoutMs)]);
  try {
    const session = await probe.engine.exec(probe.id, { cmd: probe.cmd, signal });
    for await (const _ of session.output) {
      // The output must be drained for the exit code to come; what it says is kept by the engine's own probes.
    }
    return await session.exitCode();
  } catch {
    return undefined;
  }
}
