import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerSummary, Engine, EngineEvent, LogLine } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { containersOf } from '../select.ts';
import type { LogsOptions, StackLogLine } from '../stack.ts';
import { LineQueue } from './line-queue.ts';

interface Followed {
  id: string;
  name: string;
  service: string;
  /** Timestamp of the last line given, and the lines that carry it: a reconnect starts there and skips them. */
  last: string | undefined;
  sameInstant: string[];
  /** Its log connection is open. */
  open: boolean;
}

/** Milliseconds between two tries to reach an engine that has gone away. */
const retry = { first: 500, last: 10_000 };
/** Only lifecycle: the lines themselves come from the log connections. */
const actions = ['start', 'die', 'destroy'] as const;

/** Follows the logs of all containers of the given services until the signal; lines that came together are given together. */
export async function* followLogs(
  engine: Engine,
  model: StackModel,
  services: ReadonlySet<string>,
  options: LogsOptions,
): AsyncIterable<StackLogLine[]> {
  const follower = new Follower(engine, model, services, options);
  try {
    yield* follower.out;
  } finally {
    follower.stop();
  }
}

class Follower {
  readonly out = new LineQueue();
  private readonly followed = new Map<string, Followed>();
  private readonly seenServices = new Set<string>();
  private readonly own = new AbortController();
  private readonly signal: AbortSignal;

  constructor(
    private readonly engine: Engine,
    private readonly model: StackModel,
    private readonly services: ReadonlySet<string>,
    private readonly options: LogsOptions,
  ) {
    this.signal = AbortSignal.any([options.signal, this.own.signal]);
    // Every container's connection waits on the one signal; that is no leak.
    setMaxListeners(0, this.signal);
    options.signal.addEventListener('abort', () => this.out.end(), { once: true });
    void this.run();
  }

  stop(): void {
    this.own.abort();
    this.out.end();
  }

  private async run(): Promise<void> {
    let wait = retry.first;
    let lost = false;
    while (!this.signal.aborted) {
      try {
        await this.connected(() => {
          wait = retry.first;
          if (lost) this.seamForAll('engine-back');
          lost = false;
        });
      } catch {
        // What failed is the connection to the engine: told by the seam below.
      }
      if (this.signal.aborted) break;
      if (!lost) this.seamForAll('engine-lost');
      lost = true;
      await pause(wait, undefined, { signal: this.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, retry.last);
    }
    this.out.end();
  }

  /** Subscribes first, lists then, so that no start falls between; ends by throwing when the engine is lost. */
  private async connected(onBack: () => void): Promise<never> {
    const filter = { label: [`${label.project}=${this.model.project.name}`] };
    let ready: () => void = () => undefined;
    const subscribed = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const listing = subscribed.then(async () => {
      const all = await this.engine.listContainers(filter, this.signal);
      onBack();
      for (const c of containersOf(all, this.services)) this.adopt(c);
    });
    listing.catch(() => undefined);
    for await (const event of this.engine.events({ filter, actions, signal: this.signal, onSubscribed: ready })) {
      await listing;
      this.take(event);
    }
    throw new Error('the engine ended its event stream');
  }

  private adopt(c: ContainerSummary): void {
    const known = this.followed.get(c.id);
    const entry = known ?? this.remember(c.id, c.name, c.labels[label.service] ?? '');
    this.connect(entry, known === undefined);
  }

  private remember(id: string, name: string, service: string): Followed {
    const entry: Followed = { id, name, service, last: undefined, sameInstant: [], open: false };
    this.followed.set(id, entry);
    this.seenServices.add(`${service}/${name}`);
    return entry;
  }

  private take(event: EngineEvent): void {
    const service = event.attributes[label.service] ?? '';
    const known = this.followed.get(event.id);
    if (event.action === 'destroy') {
      this.followed.delete(event.id);
      return;
    }
    if (event.action === 'die') {
      if (known) this.seam(known, 'exited', event.timeNano, event.exitCode);
      return;
    }
    if (event.action !== 'start' || !this.services.has(service) || event.attributes[label.oneoff] === 'True') return;
    const name = event.attributes.name ?? event.id.slice(0, 12);
    if (known) {
      this.seam(known, 'restarted', event.timeNano);
      this.connect(known, false);
      return;
    }
    const recreated = this.seenServices.has(`${service}/${name}`);
    const entry = this.remember(event.id, name, service);
    this.seam(entry, recreated ? 'recreated' : 'started', event.timeNano);
    this.connect(entry, false);
  }

  private seamForAll(reason: 'engine-lost' | 'engine-back'): void {
    const now = new Date().toISOString();
    if (this.followed.size === 0) return;
    void this.out.push([{ kind: 'seam', service: '', container: '', timestamp: now, reason }]);
  }

  private seam(
    c: Followed,
    reason: 'started' | 'restarted' | 'recreated' | 'exited',
    timeNano: string,
    exitCode?: number,
  ): void {
    const timestamp = new Date(Number(BigInt(timeNano || '0') / 1_000_000n)).toISOString();
    const seam = { kind: 'seam', service: c.service, container: c.name, timestamp, reason } as const;
    void this.out.push([{ ...seam, ...(exitCode === undefined ? {} : { exitCode }) }]);
  }

  /** Opens the log connection unless it is open; it ends by itself when the container stops. */
  private connect(c: Followed, first: boolean): void {
    if (c.open) return;
    c.open = true;
    void this.read(c, first).finally(() => {
      c.open = false;
    });
  }

  private async read(c: Followed, first: boolean): Promise<void> {
    const { tail, since } = this.options;
    const from = c.last ?? (first ? since : undefined);
    try {
      const batches = this.engine.logBatches(c.id, {
        follow: true,
        signal: this.signal,
        ...(from === undefined ? {} : { since: from }),
        ...(c.last === undefined && first && tail !== undefined ? { tail } : {}),
      });
      const skip = c.last === undefined ? [] : [...c.sameInstant];
      for await (const batch of batches) {
        const fresh = skip.length > 0 ? batch.filter((line) => !seenBefore(line, c.last, skip)) : batch;
        if (fresh.length === 0) continue;
        remember(c, fresh);
        await this.out.push(
          fresh.map(({ stream, timestamp, text }) => ({
            kind: 'line',
            service: c.service,
            container: c.name,
            stream,
            timestamp,
            text,
          })),
        );
      }
    } catch {
      // The container went away or the engine did; events tell which, and reconnect.
    }
  }
}

/** A line that was given before the connection was lost; each is to be skipped once. */
function seenBefore(line: LogLine, last: string | undefined, skip: string[]): boolean {
  const at = line.timestamp === last ? skip.indexOf(line.text) : -1;
  if (at >= 0) skip.splice(at, 1);
  return at >= 0;
}

/** The last moment of what was given, and every line of that moment. */
function remember(c: Followed, lines: readonly LogLine[]): void {
  const last = lines.at(-1)?.timestamp;
  const earlier = lines.findLastIndex((line) => line.timestamp !== last);
  const same = lines.slice(earlier + 1).map((line) => line.text);
  c.sameInstant = earlier < 0 && last === c.last ? [...c.sameInstant, ...same] : same;
  c.last = last;
}
