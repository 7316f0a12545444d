import type { LifecycleHook, Service } from '../compose/index.ts';
import { failure, fromUnknown } from '../diagnose/index.ts';
import { type Engine, EngineError } from '../engine/index.ts';
import { step } from './apply/context.ts';
import type { StackEventBody } from './events.ts';

/** The container a hook runs in, and where to tell of it. */
export interface HookHost {
  engine: Engine;
  emit: (event: StackEventBody) => void;
  signal: AbortSignal;
}
export interface HookTarget {
  id: string;
  /** Container name. */
  name: string;
  service: string;
}

/** Bytes of a hook's output kept for the message of its failure. */
const keptOutput = 2000;

/**
 * Runs `post_start` in order, each to its end, in the container that has just started (compose specification, "Lifecycle
 * hooks"). Rejects with HOOK_FAILED at the first that does not exit with 0: the service is not ready then.
 */
export async function afterStart(host: HookHost, target: HookTarget, service: Service | undefined): Promise<void> {
  for (const hook of service?.post_start ?? []) {
    await step(host, 'container.hook', target.name, target.service, () => runHook(host, target, hook, 'post_start'));
  }
}

/**
 * Runs `pre_stop` in order in a container that is about to be stopped. A hook that fails is a warning: docker compose
 * leaves the container running then, and the user with a stack that cannot be stopped. A container that has ended by
 * itself meanwhile has nothing left to prepare. Rejects only if the operation is cancelled.
 */
export async function beforeStop(host: HookHost, target: HookTarget, service: Service | undefined): Promise<void> {
  for (const hook of service?.pre_stop ?? []) {
    try {
      await step(host, 'container.hook', target.name, target.service, () => runHook(host, target, hook, 'pre_stop'));
    } catch (error) {
      host.signal.throwIfAborted();
      if (error instanceof EngineError && (error.detail.status === 404 || error.detail.status === 409)) return;
      const problem = fromUnknown(error, { operation: 'exec.start', service: target.service });
      host.emit({ type: 'warning', code: problem.code, message: problem.message, service: target.service });
    }
  }
}

async function runHook(host: HookHost, target: HookTarget, hook: LifecycleHook, kind: string): Promise<void> {
  const session = await host.engine.exec(target.id, {
    cmd: hook.command,
    signal: host.signal,
    ...(hook.user ? { user: hook.user } : {}),
    ...(hook.privileged ? { privileged: true } : {}),
    ...(hook.working_dir ? { workingDir: hook.working_dir } : {}),
    ...(hook.environment ? { env: envList(hook.environment) } : {}),
  });
  let output = '';
  for await (const { data } of session.output) {
    output = (output + Buffer.from(data).toString('utf8')).slice(-keptOutput);
  }
  const exitCode = await session.exitCode();
  if (exitCode === 0) return;
  const reason = output.trim().split('\n').at(-1) ?? '';
  throw failure('HOOK_FAILED', { service: target.service, hook: kind, exitCode, ...(reason ? { reason } : {}) });
}

/** A name without a value takes nothing over from the caller's machine. */
function envList(environment: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(environment).flatMap(([k, v]) => (v === null ? [] : [`${k}=${v}`]));
}
