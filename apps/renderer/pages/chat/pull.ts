import type { PullProgress } from '@sutazai/core/contract';
import { create } from 'zustand';
import { door } from '../../connection/index.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { tellError } from '../../state/toasts.ts';

interface Pulls {
  /** By model; a pull goes on while the page is open, and what it has loaded is kept when it is cancelled. */
  running: Record<string, PullProgress | null>;
}

export const usePulls = create<Pulls>(() => ({ running: {} }));
const cancels = new Map<string, AbortController>();

export function pullModel(name: string): void {
  if (cancels.has(name)) return;
  const life = new AbortController();
  cancels.set(name, life);
  usePulls.setState((s) => ({ running: { ...s.running, [name]: null } }));
  void run(name, life.signal);
}

export const cancelPull = (name: string) => cancels.get(name)?.abort();

async function run(name: string, signal: AbortSignal): Promise<void> {
  try {
    for await (const progress of await door.api.models.pull({ name }, { signal })) {
      usePulls.setState((s) => ({ running: { ...s.running, [name]: progress } }));
    }
  } catch (error) {
    if (!signal.aborted) tellError(diagnosisOf(error));
  }
  cancels.delete(name);
  usePulls.setState(({ running: { [name]: _, ...rest } }) => ({ running: rest }));
}
