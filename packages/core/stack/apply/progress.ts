import type { PullBoard } from './pull-board.ts';

/** What one service's way from nothing to ready weighs, in bytes of download: about a second of either. */
const serviceWeight = 8_000_000;
/** An image of which no layer has told its size yet. */
const unknownImageWeight = 120_000_000;

const share = { waiting: 0, created: 0.25, started: 0.6, ready: 1 } as const;
export type ServiceStage = keyof typeof share;

/**
 * One number for the whole operation. Downloads weigh by their bytes, services by stage. As sizes become known the
 * estimate shifts; the number shown never falls and reaches 1 only at the end.
 */
export class Progress {
  private shown = 0;
  private readonly stages = new Map<string, ServiceStage>();
  private readonly builds = new Map<string, boolean>();

  constructor(
    services: readonly string[],
    private readonly pulls: readonly string[],
    builds: readonly string[],
    private readonly board: PullBoard,
  ) {
    for (const name of services) this.stages.set(name, 'waiting');
    for (const image of builds) this.builds.set(image, false);
  }

  stage(service: string, stage: ServiceStage): void {
    const now = this.stages.get(service);
    if (now !== undefined && share[stage] > share[now]) this.stages.set(service, stage);
  }

  built(image: string): void {
    this.builds.set(image, true);
  }

  /** 0…1, never less than before, below 1 until `complete`. */
  fraction(complete = false): number {
    if (complete) return 1;
    let done = 0;
    let all = 0;
    for (const stage of this.stages.values()) {
      all += serviceWeight;
      done += serviceWeight * share[stage];
    }
    for (const image of this.pulls) {
      const weight = this.board.snapshot(image).totalBytes || unknownImageWeight;
      all += weight;
      done += weight * this.board.fraction(image);
    }
    for (const finished of this.builds.values()) {
      all += unknownImageWeight;
      done += finished ? unknownImageWeight : 0;
    }
    const value = all === 0 ? 0 : Math.min(0.999, done / all);
    this.shown = Math.max(this.shown, value);
    return this.shown;
  }
}
