import { setMaxListeners } from 'node:events';
import type { Engine, StatsSample } from '../engine/index.ts';
import { rates, type ServiceStats } from '../stack/index.ts';

/** Milliseconds that one look at all containers may take. */
const patience = 9000;
/**
 * Containers asked at the same time. Answers that come together are read in one turn (14 at once cost a third less than 4,
 * measured); of more connections than 16, the engine's agent would not keep all for the next look.
 */
const atOnce = 14;

export interface SampledContainer {
  id: string;
  name: string;
  service: string;
}

export interface LooksOptions {
  engine: () => Engine | undefined;
  /** Containers that run now, as the last status told. */
  running: () => readonly SampledContainer[];
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

interface Seen {
  container: SampledContainer;
  now: StatsSample;
  /** At the look before; absent at the first. */
  before: StatsSample | undefined;
}

/** The counters of all running containers, looked at together whenever somebody wants them anew. */
export class Looks {
  /** When the last look ended, by our own clock: the engine's may be another machine's. */
  at = Number.NEGATIVE_INFINITY;
  private seen = new Map<string, Seen>();
  private marked = new Map<string, StatsSample>();
  private running: Promise<void> | undefined;

  constructor(private readonly options: LooksOptions) {}

  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Looks once; who comes in the middle of a look waits for that one. Never rejects. */
  take(): Promise<void> {
    this.running ??= this.look().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Averages between the last two looks, of what still runs. */
  rates(): ServiceStats[] {
    return this.between((seen) => seen.before);
  }

  /** Averages since this was called last. */
  ratesSinceMark(): ServiceStats[] {
    const figures = this.between((seen) => this.marked.get(seen.container.id));
    this.marked = new Map([...this.seen].map(([id, { now }]) => [id, now]));
    return figures;
  }

  private between(earlier: (seen: Seen) => StatsSample | undefined): ServiceStats[] {
    const running = new Set(this.options.running().map((c) => c.id));
    return [...this.seen.values()].flatMap((seen) => {
      const { container, now } = seen;
      const before = earlier(seen);
      if (!before || now.at <= before.at || !running.has(container.id)) return [];
      return [{ service: container.service, container: container.name, ...rates(before, now) }];
    });
  }

  private async look(): Promise<void> {
    const engine = this.options.engine();
    // None at the moment: what was seen last stands until it is too old.
    if (!engine) return;
    const waiting = [...this.options.running()];
    const seen = new Map<string, Seen>();
    const signal = AbortSignal.timeout(patience);
    setMaxListeners(0, signal);
    const ask = async () => {
      for (let container = waiting.shift(); container; container = waiting.shift()) {
        const now = await engine.statsOnce(container.id, signal).catch(() => undefined);
        // A container that has just ended answers with zeros.
        if (now && now.systemCpuNs !== 0)
          seen.set(container.id, { container, now, before: this.seen.get(container.id)?.now });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, ask));
    this.seen = seen;
    this.at = (this.options.clock ?? Date.now)();
  }
}
