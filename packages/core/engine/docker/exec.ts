import { EngineError, type ExecOptions, type ExecSession } from '../engine.ts';
import { type Frame, frames, rawFrames } from './frames.ts';
import type { Transport } from './transport.ts';

/**
 * Runs a command in a running container. With input the connection is upgraded to a raw one; without, the output comes as
 * an ordinary answer. There is no call that ends a stuck command: the signal only lets go of it (facts 3.7).
 */
export async function exec(transport: Transport, id: string, options: ExecOptions): Promise<ExecSession> {
  const tty = options.tty === true;
  const created = await transport.call<{ Id: string }>({
    method: 'POST',
    path: `/containers/${encodeURIComponent(id)}/exec`,
    body: {
      Cmd: options.cmd,
      AttachStdout: true,
      AttachStderr: true,
      AttachStdin: options.stdin === true,
      Tty: tty,
      ...(options.env ? { Env: options.env } : {}),
      ...(options.user ? { User: options.user } : {}),
      ...(options.workingDir ? { WorkingDir: options.workingDir } : {}),
      ...(options.privileged ? { Privileged: true } : {}),
    },
    signal: options.signal,
    operation: 'exec.create',
    subject: id,
  });
  const path = `/exec/${created.Id}`;
  const request = {
    method: 'POST' as const,
    path: `${path}/start`,
    body: { Detach: false, Tty: tty },
    signal: options.signal,
    operation: 'exec.start',
    subject: id,
  };
  const connection = options.stdin ? await transport.hijack(request) : undefined;
  const source = connection ?? (await transport.stream(request));
  // Somebody who never reads the output must not make the process end for an error on it.
  source.on('error', () => undefined);
  // An upgraded connection no longer belongs to its request, so the request's own abort does not end it.
  const letGo = () => void connection?.destroy();
  options.signal?.addEventListener('abort', letGo, { once: true });
  connection?.once('close', () => options.signal?.removeEventListener('abort', letGo));
  return {
    output: untilAborted(tty ? rawFrames(source) : frames(source), id, options.signal),
    write: (data) => void connection?.write(data),
    endInput: () => void connection?.end(),
    resize: async (columns, rows) => {
      const resize = { method: 'POST' as const, path: `${path}/resize`, operation: 'exec.resize', subject: id };
      await transport.call({ ...resize, query: { w: columns, h: rows } });
    },
    exitCode: async () => {
      const inspect = { method: 'GET' as const, path: `${path}/json`, operation: 'exec.inspect', subject: id };
      for (;;) {
        // The command may run on for ever.
        options.signal?.throwIfAborted();
        const state = await transport.call<{ Running: boolean; ExitCode: number | null }>(inspect);
        if (!state.Running) return state.ExitCode ?? -1;
        // The output ends a moment before the engine has noted the exit.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** A connection closed by the signal may end like one that is complete: what is cut off must not be taken for the whole. */
async function* untilAborted(
  output: AsyncIterable<Frame>,
  subject: string,
  signal: AbortSignal | undefined,
): AsyncIterable<Frame> {
  try {
    yield* output;
  } catch (error) {
    signal?.throwIfAborted();
    throw new EngineError('the connection broke off', { operation: 'exec.start', subject }, { cause: error });
  }
  signal?.throwIfAborted();
}
