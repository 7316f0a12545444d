import type { StackEvent } from '../stack/index.ts';

export type OperationKind = 'up' | 'down' | 'start' | 'stop' | 'restart';

export interface Operation {
  id: string;
  kind: OperationKind;
  selection?: { services?: string[]; tier?: string };
  /** Milliseconds since the epoch. */
  begunAt: number;
  endedAt?: number;
  outcome?: 'done' | 'failed' | 'cancelled';
  /** A cancel was asked for. */
  cancelling?: boolean;
}

export interface OperationBatch {
  operation: Operation | null;
  /** Forget what was shown before: `events` is the condensed history. */
  replay: boolean;
  events: StackEvent[];
}
