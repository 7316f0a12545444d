import { openTalk, type Talk } from '@sutazai/core/chat';
import { fromUnknown } from '@sutazai/core/diagnose';
import { loadModel } from '@sutazai/core/stack';
import { openStore, type Store } from '@sutazai/core/store';
import { cancellation } from '../cancel.ts';
import { type Globals, openOptions } from '../globals.ts';
import { type Output, output, reportFailure } from '../output.ts';

/**
 * Opens what conversations take, runs the command, closes everything. It needs no engine: only what answers has to run, in
 * the stack or elsewhere. `say` tells of the first Ctrl-C.
 */
export async function withTalk(
  globals: Globals,
  run: (session: { talk: Talk; out: Output; signal: AbortSignal }) => Promise<number>,
  say?: (out: Output) => void,
): Promise<number> {
  const out = output(globals);
  const cancel = cancellation(() => say?.(out));
  let store: Store | undefined;
  let talk: Talk | undefined;
  try {
    const request = openOptions(globals, [], cancel.signal);
    store = openStore(request.stateDir);
    const model = await loadModel(request, store);
    talk = openTalk({ model: () => model, store, stateDir: request.stateDir });
    return await run({ talk, out, signal: cancel.signal });
  } catch (error) {
    return reportFailure(fromUnknown(cancel.signal.aborted ? cancel.signal.reason : error), out);
  } finally {
    await talk?.close();
    cancel.done();
    store?.close();
  }
}
