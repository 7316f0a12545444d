import type { Diagnosis, ExitCode } from '../diagnose/error.ts';
import type { Plan } from './plan/types.ts';

/**
 * What a long-running stack operation tells as it goes: the same stream feeds the terminal, `--json` and the window.
 * Every event carries `at`, milliseconds since the operation began. The last event is always `end`.
 */
export type StackEvent = { at: number } & StackEventBody;

export type StackEventBody =
  | { type: 'plan'; plan: Plan }
  /** One API-level step on a network, volume, image or container. */
  | {
      type: 'step';
      step: StepKind;
      /** Network, volume or image name; for containers the container name. */
      subject: string;
      service?: string;
      state: 'started' | 'done' | 'failed';
      /** Milliseconds, on `done` and `failed`. */
      took?: number;
    }
  | ServiceEvent
  | PullEvent
  | { type: 'build'; service: string; image: string; line: string }
  /** Weighted over the whole operation; never falls. */
  | { type: 'progress'; fraction: number; phase: string; downloadedBytes: number; totalBytes: number }
  | { type: 'warning'; code: string; message: string; service?: string }
  | { type: 'failure'; diagnosis: Diagnosis }
  /** `exitCode` is what a process that ran only this operation should exit with. */
  | { type: 'end'; outcome: 'done' | 'failed' | 'cancelled'; exitCode: ExitCode; summary: Summary };

export type StepKind =
  | 'network.create'
  | 'network.remove'
  | 'volume.create'
  | 'volume.remove'
  | 'image.pull'
  | 'image.build'
  | 'image.remove'
  | 'container.create'
  | 'container.start'
  | 'container.stop'
  | 'container.restart'
  | 'container.hook'
  | 'container.remove'
  | 'container.rename'
  /** One entity of the gateway made, changed or removed. */
  | 'gateway.change';

/** Where one service stands. `ready` is said only after the container's own probe (or its exit code, for a job) said so. */
export interface ServiceEvent {
  type: 'service';
  service: string;
  state: ServicePhase;
  /** Dependencies (with condition) it still waits for, when `waiting`. */
  waitingFor?: { service: string; condition: string }[];
  /** Who said `ready`: the engine's health event, or the container's own health command that we ran early. */
  by?: 'engine' | 'own-probe' | 'running' | 'exit';
  /** Milliseconds from this service's start call to ready. */
  took?: number;
}
export type ServicePhase =
  | 'kept'
  | 'waiting'
  | 'pulling'
  | 'building'
  | 'creating'
  | 'created'
  | 'starting'
  | 'started'
  | 'ready'
  | 'finished'
  | 'unhealthy'
  | 'restarting'
  | 'stopping'
  | 'stopped'
  | 'removed'
  | 'failed'
  | 'skipped';

export interface PullEvent {
  type: 'pull';
  image: string;
  state: 'queued' | 'downloading' | 'extracting' | 'done' | 'failed';
  downloadedBytes: number;
  /** 0 while no layer has told its size. */
  totalBytes: number;
  layersDone: number;
  layersTotal: number;
}

export interface Summary {
  /** Wall time in milliseconds. */
  took: number;
  ready: number;
  /** Jobs that ran to exit code 0, now or before. */
  finished: number;
  kept: number;
  created: number;
  recreated: number;
  started: number;
  stopped: number;
  removed: number;
  failed: string[];
}
