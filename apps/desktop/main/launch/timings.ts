/** Moments of a launch, in the order in which they come. */
export type Moment = 'main' | 'ready' | 'window-made' | 'window-shown' | 'page-loaded' | 'host-ready';

/** Milliseconds since the process began, per moment; the first time counts. */
export class LaunchTimings {
  private readonly moments = new Map<Moment, number>();
  constructor(
    /** Milliseconds since the epoch at which the process was created. */
    private readonly begun: number,
    private readonly now: () => number = Date.now,
  ) {}

  mark(moment: Moment): void {
    if (!this.moments.has(moment)) this.moments.set(moment, Math.round(this.now() - this.begun));
  }

  get(moment: Moment): number | undefined {
    return this.moments.get(moment);
  }

  /** One line for the log; a test and a person read the same. */
  line(): string {
    return `launch: ${[...this.moments].map(([moment, ms]) => `${moment} ${ms} ms`).join(', ')}`;
  }
}
