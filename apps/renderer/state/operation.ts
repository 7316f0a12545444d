import type { OperationRequest } from '@sutazai/core/contract';
import { create } from 'zustand';
import { door } from '../connection/index.ts';
import { i18n } from '../i18n.ts';
import { diagnosisOf } from './diagnosis-of.ts';
import { follow } from './follow.ts';
import { nothingYet, type OperationView, takeBatch } from './operation-view.ts';
import { loadOverview } from './stack.ts';
import { announce, tellError } from './toasts.ts';
import { closePlan } from './ui.ts';

interface OperationState {
  view: OperationView;
  /** Milliseconds by which the host's clock of the operation is ahead of its last event. */
  receivedAt: number;
  /** The last operation's page was put away by the person. */
  dismissed: string | null;
}

export const useOperation = create<OperationState>(() => ({ view: nothingYet, receivedAt: 0, dismissed: null }));

export function followOperation(): () => void {
  return follow(
    (signal) => door.api.stack.operation(undefined, { signal }),
    (batch) => {
      const before = useOperation.getState().view;
      const view = takeBatch(before, batch);
      useOperation.setState({ view, receivedAt: Date.now() });
      // A plan that was made before it is of yesterday, wherever the operation was begun.
      if (isRunning(view) && before.operation?.id !== view.operation?.id) closePlan();
      if (before.operation?.id === view.operation?.id && !before.end && view.end) tellEnd(view);
    },
    { whenHidden: true },
  );
}

function tellEnd(view: OperationView): void {
  // A start may have moved ports on its way.
  void loadOverview();
  const kind = view.operation?.kind ?? 'up';
  const outcome = view.end?.outcome ?? 'done';
  announce(i18n.t(`operation.ended.${kind}.${outcome}`), outcome === 'failed');
}

export const isRunning = (view: OperationView) =>
  view.operation !== null && view.operation.outcome === undefined && view.end === null;

/** Begins it in the host; what happens is told by the stream. A refusal is shown. */
export async function begin(request: OperationRequest): Promise<boolean> {
  try {
    await door.api.stack.begin(request);
    closePlan();
    useOperation.setState({ dismissed: null });
    return true;
  } catch (error) {
    tellError(diagnosisOf(error));
    return false;
  }
}

export async function cancelOperation(): Promise<void> {
  const { operation } = useOperation.getState().view;
  if (!operation) return;
  try {
    await door.api.stack.cancel({ id: operation.id });
  } catch (error) {
    tellError(diagnosisOf(error));
  }
}

export function dismissOperation(): void {
  useOperation.setState((s) => ({ dismissed: s.view.operation?.id ?? null }));
}

/** One operation at a time: while one runs, buttons that would begin another wait, and say for what. */
export const useBusy = (): boolean => useOperation((s) => isRunning(s.view));
