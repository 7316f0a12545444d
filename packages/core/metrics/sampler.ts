import { setMaxListeners } from 'node:events';
import type { Engine, StatsSample } from '../engine/index.ts';
import { rates, type ServiceStats } from '../stack/index.ts';
import { HostMeter } from './host-usage.ts';
import { byService, historyRows, type LiveSample } from './samples.ts';

/** Milliseconds between two values for a page that shows live figures. */
const liveEvery = 2000;
/** Seconds between two values of the history. */
export const historyEvery = 10;
/** Milliseconds after which a container's last figures no longer tell anything: those of the history serve a page at first. */
const stale = 12_000;

export interface SampledContainer {
  id: string;
  name: string;
  service: string;
}

export interface SamplerOptions {
  engine: () => Engine | undefined;
  /** Containers that run now, as the last status told. */
  running: () => readonly SampledContainer[];
  /** The engine's own stream of figures, for as long as the signal allows; ends when the engine goes. */
  stream: (signal: AbortSignal) => AsyncIterable<ServiceStats>;
  record: (rows: ReturnType<typeof historyRows>) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/**
 * Measures the stack for as long as the host runs. While somebody watches, from the engine's stream of one sample a second and
 * container. While nobody does, by one call a container every ten seconds: the engine's counters go on by themselves, so
 * these averages miss nothing, and for 28 containers this costs a fifth of the stream (measured: host and engine together
 * 0.3 % of a core instead of 2 %).
 */
export class Sampler {
  private readonly clock: () => number;
  private readonly meter = new HostMeter();
  private readonly liveMeter = new HostMeter();
  private readonly latest = new Map<string, ServiceStats>();
  private readonly before = new Map<string, StatsSample>();
  private readonly timer: NodeJS.Timeout;
  private watchers = 0;
  private streaming: AbortController | undefined;
  private measuring = false;

  constructor(private readonly options: SamplerOptions) {
    this.clock = options.clock ?? Date.now;
    this.timer = setInterval(() => void this.measure(), historyEvery * 1000);
    this.timer.unref();
  }

  /** Figures now and every two seconds until the signal. */
  async *live(signal: AbortSignal): AsyncIterable<LiveSample> {
    this.watchers += 1;
    if (this.watchers === 1) this.openStream();
    try {
      while (!signal.aborted) {
        yield this.now(this.liveMeter);
        await pause(liveEvery, signal);
      }
    } finally {
      this.watchers -= 1;
      if (this.watchers === 0) this.streaming?.abort();
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.streaming?.abort();
  }

  private now(meter: HostMeter): LiveSample {
    const at = this.clock();
    const running = new Set(this.options.running().map((c) => c.name));
    for (const [name, s] of this.latest) {
      if (!running.has(name) || Math.abs(at - s.at) > stale) this.latest.delete(name);
    }
    return { at, host: meter.read(), services: byService(this.latest.values()) };
  }

  private openStream(): void {
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    this.streaming = stop;
    const follow = async () => {
      while (!stop.signal.aborted) {
        try {
          // By our own clock: the engine's may be another machine's.
          for await (const s of this.options.stream(stop.signal))
            this.latest.set(s.container, { ...s, at: this.clock() });
        } catch {
          // No engine now: the next try tells.
        }
        await pause(liveEvery, stop.signal);
      }
    };
    void follow();
  }

  /** One value of the history. */
  private async measure(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    try {
      const figures = await this.ask();
      const at = this.clock();
      if (this.watchers === 0) for (const f of figures) this.latest.set(f.container, { ...f, at });
      this.options.record(historyRows({ at, host: this.meter.read(), services: byService(figures) }));
    } finally {
      this.measuring = false;
    }
  }

  private async ask(): Promise<ServiceStats[]> {
    const engine = this.options.engine();
    const running = engine ? this.options.running() : [];
    const ids = new Set(running.map((c) => c.id));
    for (const id of this.before.keys()) if (!ids.has(id)) this.before.delete(id);
    const signal = AbortSignal.timeout(historyEvery * 900);
    setMaxListeners(0, signal);
    const figures = await Promise.all(running.map((c) => engine && this.askOne(engine, c, signal)));
    return figures.filter((f) => f !== undefined);
  }

  private async askOne(engine: Engine, c: SampledContainer, signal: AbortSignal): Promise<ServiceStats | undefined> {
    const now = await engine.statsOnce(c.id, signal).catch(() => undefined);
    const before = this.before.get(c.id);
    // A container that has just ended answers with zeros.
    if (!now || now.systemCpuNs === 0) {
      this.before.delete(c.id);
      return undefined;
    }
    this.before.set(c.id, now);
    return before && now.at > before.at ? { service: c.service, container: c.name, ...rates(before, now) } : undefined;
  }
}

/** Until the time is up or the signal comes. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
