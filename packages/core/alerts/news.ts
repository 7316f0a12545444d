import type { Alert } from './alert.ts';

/** Something that a person should hear of now. */
export interface AlertChange {
  what: 'fired' | 'resolved';
  alert: Alert;
}

export interface NewsOptions {
  /**
   * Milliseconds for which an alert must be away to be over. Alertmanager keeps none over its restart, and Prometheus tells it
   * again only every minute: without this each restart would be an end and a beginning.
   */
  settle?: number;
  /** Milliseconds in which one alert is told at most once: one that comes and goes would be told each time. */
  quiet?: number;
}

interface Known {
  alert: Alert;
  /** A person heard of this time that it fires, and is owed its end. */
  told: boolean;
  /** Since when it has been away. */
  goneAt?: number;
  /** Kept back since it was told not long ago; told if it still fires later. */
  heldBack?: boolean;
}

/** Each alert once, and its end once. What fired at the first look is none: nobody saw it happen, and the pages show it. */
export class News {
  private readonly known = new Map<string, Known>();
  private readonly lastTold = new Map<string, number>();
  private readonly settle: number;
  private readonly quiet: number;
  private looked = false;

  constructor({ settle = 90_000, quiet = 15 * 60_000 }: NewsOptions = {}) {
    this.settle = settle;
    this.quiet = quiet;
  }

  /** Nobody listens any more: what fires when somebody does again is a first look. What was told lately stays so. */
  forget(): void {
    this.known.clear();
    this.looked = false;
  }

  /** @param now milliseconds since the epoch. */
  take(firing: readonly Alert[], now: number): AlertChange[] {
    const first = !this.looked;
    this.looked = true;
    const fired = firing.flatMap((alert) => this.seen(alert, now, first));
    const there = new Set(firing.map((a) => a.id));
    const over = [...this.known.values()].filter((k) => !there.has(k.alert.id)).flatMap((k) => this.away(k, now));
    for (const [id, at] of this.lastTold) if (now - at >= this.quiet) this.lastTold.delete(id);
    return [...fired, ...over];
  }

  private seen(alert: Alert, now: number, first: boolean): AlertChange[] {
    const before = this.known.get(alert.id);
    const known: Known = { alert, told: before?.told ?? false };
    this.known.set(alert.id, known);
    const fresh = before === undefined || before.heldBack === true;
    if (first || !fresh) return [];
    const last = this.lastTold.get(alert.id);
    // A clock that went back must not keep it silent for longer.
    if (last !== undefined && Math.abs(now - last) < this.quiet) {
      known.heldBack = true;
      return [];
    }
    known.told = true;
    this.lastTold.set(alert.id, now);
    return [{ what: 'fired', alert }];
  }

  private away(known: Known, now: number): AlertChange[] {
    const { alert, told } = known;
    known.goneAt ??= now;
    if (Math.abs(now - known.goneAt) < this.settle) return [];
    this.known.delete(alert.id);
    return told ? [{ what: 'resolved', alert }] : [];
  }
}
