import { Latest } from '../latest.ts';
import type { StackModel, StackStatus } from '../stack/index.ts';
import { type Alert, alertOf, byWeight } from './alert.ts';
import { firingAt } from './look.ts';
import { type AlertChange, News, type NewsOptions } from './news.ts';
import { type AlertPlace, alertPlaces } from './places.ts';

export interface AlertsNow {
  /** Who says so; null while neither runs or answers. */
  source: 'alertmanager' | 'prometheus' | null;
  /** The worst first. */
  firing: Alert[];
  /** What is news since the value before; nothing in the first one. */
  changes: AlertChange[];
}

export interface AlertFeedOptions extends NewsOptions {
  /** The project without an engine; undefined while it cannot be read. */
  model: () => StackModel | undefined;
  /** Milliseconds between two looks. */
  every?: number;
}

/** What fires, and the how manieth value it is since somebody began to listen. */
interface Seen {
  version: number;
  now: Omit<AlertsNow, 'changes'>;
}

/** Looks in a row that may fail before what was seen last is no longer shown. */
const mayFail = 3;
/** Changes kept for listeners that have not asked for their next value yet. */
const keptChanges = 200;

/**
 * What fires in the stack. Neither Alertmanager nor Prometheus can tell us: they would have to reach this host, which listens on
 * 127.0.0.1 only, from inside a container. So this is the one thing that is looked at again and again, and as calmly as it
 * can be: one small request every 20 seconds, only while somebody listens and only while one of the two runs, which the
 * engine's events say. A listener gets a value when something is different, not with each look.
 */
export class AlertFeed {
  private readonly news: News;
  private readonly every: number;
  private readonly stop = new AbortController();
  private status: StackStatus | undefined;
  /** Has no value until the first look, or until it is known that there is nobody to ask. */
  private latest = new Latest<Seen>();
  private readonly log: { version: number; change: AlertChange }[] = [];
  private listeners = 0;
  private failed = 0;
  private asked = '';
  private wake: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: AlertFeedOptions) {
    this.news = new News(options);
    this.every = options.every ?? 20_000;
  }

  /** The engine told of something, or the files were read anew: who can be asked may have come or gone. */
  changed(status: StackStatus | undefined = this.status): void {
    this.status = status;
    if (this.listeners > 0 && JSON.stringify(this.places()) !== this.asked) this.wake();
  }

  /** What fires now, then each change. Ends with the signal. */
  async *watch(signal: AbortSignal): AsyncIterable<AlertsNow> {
    this.listeners += 1;
    if (this.listeners === 1) this.running = this.running.then(() => this.run());
    let seen = 0;
    try {
      for await (const { version, now } of this.latest.watch(AbortSignal.any([signal, this.stop.signal]))) {
        const changes = seen === 0 ? [] : this.log.filter((l) => l.version > seen).map((l) => l.change);
        seen = version;
        yield { ...now, changes };
      }
    } finally {
      this.listeners -= 1;
      if (this.listeners === 0) this.wake();
    }
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.listeners > 0 && !this.stop.signal.aborted) {
      const places = this.places();
      this.asked = JSON.stringify(places);
      if (places.length === 0) this.publish({ source: null, firing: [] }, []);
      else await this.look(places);
      await this.rest(places.length > 0 ? this.every : undefined);
    }
    // Whoever listens next gets what is so then, not what was.
    if (this.listeners === 0) this.forget();
  }

  private forget(): void {
    this.latest = new Latest<Seen>();
    this.failed = 0;
    this.log.length = 0;
    this.news.forget();
  }

  private places(): AlertPlace[] {
    return alertPlaces(this.options.model(), this.status);
  }

  private async look(places: readonly AlertPlace[]): Promise<void> {
    const services = this.options.model()?.project.services ?? {};
    for (const place of places) {
      try {
        const told = await firingAt(place, this.stop.signal);
        const firing = told.flatMap((one) => alertOf(one, (name) => Object.hasOwn(services, name)) ?? []);
        this.failed = 0;
        const sorted = [...new Map(firing.map((a) => [a.id, a])).values()].sort(byWeight);
        this.publish({ source: place.kind, firing: sorted }, this.news.take(sorted, Date.now()));
        return;
      } catch {
        // The next one may answer. That a server of the stack does not is told by its state.
      }
    }
    this.failed += 1;
    if (this.failed >= mayFail) this.publish({ source: null, firing: [] }, []);
  }

  private publish(now: Omit<AlertsNow, 'changes'>, changes: AlertChange[]): void {
    const before = this.latest.current;
    if (before && changes.length === 0 && JSON.stringify(now) === JSON.stringify(before.now)) return;
    const version = (before?.version ?? 0) + 1;
    this.log.push(...changes.map((change) => ({ version, change })));
    this.log.splice(0, this.log.length - keptChanges);
    this.latest.set({ version, now });
  }

  /** Until the time is up (or for ever), somebody to ask came or went, or nobody listens any more. */
  private async rest(ms: number | undefined): Promise<void> {
    if (this.listeners === 0 || this.stop.signal.aborted || JSON.stringify(this.places()) !== this.asked) return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
