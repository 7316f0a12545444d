import { setTimeout as pause } from 'node:timers/promises';

export interface Feature {
  name: string;
  /** One request; resolves with the answer's status, or 0 where there was none. */
  ask(): Promise<number>;
}

/** Asks every feature again and again, and counts what it gets, until it is stopped. */
export class Load {
  readonly #counts = new Map<string, Map<number, number>>();
  readonly #working: Promise<void>[];
  #stopped = false;

  constructor(features: readonly Feature[], clients: number) {
    this.#working = features.flatMap((f) => Array.from({ length: clients }, () => this.#work(f)));
  }

  /** Status → how often, by feature, since the last time it was asked. */
  take(): Record<string, Record<number, number>> {
    const taken = Object.fromEntries([...this.#counts].map(([name, counts]) => [name, Object.fromEntries(counts)]));
    this.#counts.clear();
    return taken;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#working);
  }

  async #work(feature: Feature): Promise<void> {
    while (!this.#stopped) {
      const status = await feature.ask().catch(() => 0);
      const counts = this.#counts.get(feature.name) ?? new Map<number, number>();
      this.#counts.set(feature.name, counts);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      await pause(50);
    }
  }
}
