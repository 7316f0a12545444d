import { HostMeter } from './host-usage.ts';
import { Looks, type LooksOptions } from './looks.ts';
import { byService, historyRows, type LiveSample } from './samples.ts';

/** Milliseconds between two values for a page that shows live figures. */
const liveEvery = 2000;
/** Seconds between two values of the history. */
export const historyEvery = 10;
/** Milliseconds after which a container's last figures no longer tell anything: those of the history serve a page at first. */
const stale = 12_000;

export interface SamplerOptions extends LooksOptions {
  record: (rows: ReturnType<typeof historyRows>) => void;
}

/**
 * Measures the stack for as long as the host runs: one call a container every two seconds while somebody watches, every ten
 * while nobody does. The engine's counters go on by themselves, so the averages between two looks miss nothing. The engine's
 * own streams cost this process more, as they tell something every second, wanted or not (28 containers and a page, side by
 * side on a busy machine: 1.2 % of a core with the streams, 0.75 % with calls every two seconds).
 */
export class Sampler {
  private readonly clock: () => number;
  private readonly meter = new HostMeter();
  private readonly liveMeter = new HostMeter();
  private readonly looks: Looks;
  private readonly watchers = new Set<() => void>();
  private readonly timer: NodeJS.Timeout;
  private liveTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SamplerOptions) {
    this.clock = options.clock ?? Date.now;
    this.looks = new Looks(options);
    this.timer = setInterval(() => void this.keep(), historyEvery * 1000);
    this.timer.unref();
  }

  /** Figures now, as far as they are known, and every two seconds until the signal. */
  async *live(signal: AbortSignal): AsyncIterable<LiveSample> {
    let wake: () => void = () => undefined;
    const tell = () => wake();
    signal.addEventListener('abort', tell, { once: true });
    this.watchers.add(tell);
    this.liveTimer ??= setInterval(() => void this.tellAll(), liveEvery);
    try {
      while (!signal.aborted) {
        const told = new Promise<void>((resolve) => {
          wake = resolve;
        });
        yield this.now();
        if (!signal.aborted) await told;
      }
    } finally {
      signal.removeEventListener('abort', tell);
      this.watchers.delete(tell);
      if (this.watchers.size === 0) this.stopLive();
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.stopLive();
  }

  private stopLive(): void {
    clearInterval(this.liveTimer);
    this.liveTimer = undefined;
  }

  private async tellAll(): Promise<void> {
    // An engine that does not answer holds up its own figures, not those of the machine.
    if (!this.looks.busy) await this.looks.take();
    for (const tell of [...this.watchers]) tell();
  }

  private now(): LiveSample {
    const at = this.clock();
    const fresh = Math.abs(at - this.looks.at) <= stale;
    return { at, host: this.liveMeter.read(), services: fresh ? byService(this.looks.rates()) : [] };
  }

  /** One value of the history. */
  private async keep(): Promise<void> {
    // While somebody watches, the last look is at most as old as two of theirs.
    if (this.watchers.size === 0 || this.clock() - this.looks.at > 2 * liveEvery) await this.looks.take();
    const services = byService(this.looks.ratesSinceMark());
    this.options.record(historyRows({ at: this.clock(), host: this.meter.read(), services }));
  }
}
