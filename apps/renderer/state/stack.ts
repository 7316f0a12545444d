import type { Diagnosis, PortChoice, StackOverview, StackStatus } from '@sutazai/core/contract';
import { create } from 'zustand';
import { connected, door } from '../connection/index.ts';
import { diagnosisOf } from './diagnosis-of.ts';
import { follow } from './follow.ts';

interface StackState {
  overview: StackOverview | null;
  /** Host ports as the files ask for them and as the person has moved them. */
  ports: readonly PortChoice[];
  status: StackStatus | null;
  /** Milliseconds since the epoch of the last status that the host sent. */
  statusAt: number | null;
  /** When each service came into the state that it is in, where that was seen or is in the history. */
  since: Record<string, { state: string; at: number }>;
  problem: Diagnosis | null;
}

export const useStack = create<StackState>(() => ({
  overview: null,
  ports: [],
  status: null,
  statusAt: null,
  since: {},
  problem: null,
}));

export async function loadOverview(): Promise<void> {
  try {
    await connected();
    const [overview, ports] = await Promise.all([door.api.stack.overview(), door.api.settings.ports()]);
    useStack.setState({ overview, ports, problem: null });
  } catch (error) {
    useStack.setState({ problem: diagnosisOf(error) });
  }
}

export function followStack(): () => void {
  void loadOverview();
  void loadSince();
  return follow(
    (signal) => door.api.stack.watch(undefined, { signal }),
    (status) =>
      useStack.setState((s) => ({
        status,
        statusAt: Date.now(),
        since: sinceOf(s.since, s.status, status, Date.now()),
      })),
  );
}

const day = 86_400_000;

/** How long a sick service has been sick before this page was opened is in the host's history. */
async function loadSince(): Promise<void> {
  try {
    await connected();
    const now = Date.now();
    const marks = await door.api.monitor.events({ from: now - day, to: now });
    useStack.setState((s) => {
      const since = { ...s.since };
      for (const mark of marks) since[mark.service] = { state: mark.what, at: mark.at };
      return { since: { ...since, ...s.since } };
    });
  } catch {
    // Then the page tells the state without its age.
  }
}

export function sinceOf(
  before: StackState['since'],
  previous: StackStatus | null,
  next: StackStatus,
  now: number,
): StackState['since'] {
  if (!previous) return before;
  const was = new Map(previous.services.map((s) => [s.service, s.state]));
  const changed = next.services.filter((s) => was.has(s.service) && was.get(s.service) !== s.state);
  if (!changed.length) return before;
  return { ...before, ...Object.fromEntries(changed.map((s) => [s.service, { state: s.state, at: now }])) };
}
