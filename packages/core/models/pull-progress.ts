import type { PullProgress } from '../contract/index.ts';

/** One line of `/api/pull`: of a layer (digest and total), or of the whole. `completed` may be missing at first. */
export interface PullLine {
  status: string;
  digest?: string | undefined;
  total?: number | undefined;
  completed?: number | undefined;
}

/** A rate over the last seconds is what a person can reckon with; one over the whole would lie after a pause. */
const span = 5_000;

/** Adds the layers of a pull up to one progress that never goes back. */
export class PullBoard {
  readonly #layers = new Map<string, { total: number; completed: number; first: number }>();
  readonly #samples: { at: number; bytes: number }[] = [];

  /** `now`: milliseconds of any clock that only goes forward. */
  take(line: PullLine, now: number): PullProgress {
    if (line.digest !== undefined && line.total !== undefined) {
      const before = this.#layers.get(line.digest);
      const completed = Math.min(line.completed ?? 0, line.total);
      this.#layers.set(line.digest, {
        total: line.total,
        completed: Math.max(before?.completed ?? 0, completed),
        first: before?.first ?? completed,
      });
    }
    let total = 0;
    let completed = 0;
    let resumed = 0;
    let done = 0;
    for (const layer of this.#layers.values()) {
      total += layer.total;
      completed += layer.completed;
      resumed += layer.first;
      if (layer.completed === layer.total) done += 1;
    }
    return {
      status: line.status,
      completedBytes: completed,
      totalBytes: total,
      bytesPerSecond: this.#rate(completed - resumed, now),
      layers: { done, known: this.#layers.size },
      resumedBytes: resumed,
    };
  }

  #rate(bytes: number, now: number): number {
    this.#samples.push({ at: now, bytes });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? now) < now - span) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || now - first.at < 200) return 0;
    return Math.max(0, Math.round(((bytes - first.bytes) * 1000) / (now - first.at)));
  }
}
