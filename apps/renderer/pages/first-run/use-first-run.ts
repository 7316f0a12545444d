import { isRunning, useOperation } from '../../state/operation.ts';
import { isActive } from '../../state/rows.ts';
import { useSettings } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { useRows } from '../../state/use-rows.ts';

/** True until the stack was started once: nothing of it is there, and nothing is being done. */
export function useFirstRun(): boolean {
  const done = useSettings((s) => s.values?.firstRunDone);
  const known = useStack((s) => s.status !== null);
  const running = useOperation(
    (s) => isRunning(s.view) || (s.view.end?.outcome === 'failed' && s.view.operation?.id !== s.dismissed),
  );
  const rows = useRows();
  if (done !== false || !known || running) return false;
  return !rows.some((r) => isActive(r) || (r.status?.containers.length ?? 0) > 0);
}
