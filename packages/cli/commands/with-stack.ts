import { fromUnknown } from '@sutazai/core/diagnose';
import { openPlatform } from '@sutazai/core/host';
import type { Stack } from '@sutazai/core/stack';
import { cancellation } from '../cancel.ts';
import { type Globals, openOptions } from '../globals.ts';
import { type Output, output, reportFailure } from '../output.ts';

export interface Session {
  stack: Stack;
  out: Output;
  signal: AbortSignal;
}

/** Opens the project, runs the command, closes everything; whatever is thrown becomes words and an exit code. */
export async function withStack(
  globals: Globals,
  services: readonly string[],
  run: (session: Session) => Promise<number>,
): Promise<number> {
  const out = output(globals);
  const cancel = cancellation(out.note);
  let stack: Stack | undefined;
  try {
    stack = await openPlatform(openOptions(globals, services, cancel.signal));
    return await run({ stack, out, signal: cancel.signal });
  } catch (error) {
    return reportFailure(fromUnknown(cancel.signal.aborted ? cancel.signal.reason : error), out);
  } finally {
    cancel.done();
    stack?.close();
  }
}
