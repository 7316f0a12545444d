import { EventEmitter, once } from 'node:events';
import { type Citation, isLast, type RunEvent } from '../protocol/index.ts';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** What a run tells, before it has its number and its time. */
export type Telling = Without<RunEvent, 'seq' | 'at'>;

/** One run: everything it has told, for those who listen now and those who come back. Exactly one last event. */
export class Run {
  readonly #events: RunEvent[] = [];
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #stop = new AbortController();
  #listeners = 0;

  constructor(
    readonly id: string,
    readonly agent: string,
    readonly model: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.tell({ type: 'start', run: id, agent, model });
  }

  /** Aborted when the run is asked to end. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get ended(): boolean {
    const last = this.#events.at(-1);
    return last !== undefined && isLast(last);
  }

  get listeners(): number {
    return this.#listeners;
  }

  /** What the run has said that its answer stands on. */
  get citations(): Citation[] {
    return this.#events.flatMap((e) => (e.type === 'citations' ? e.citations : []));
  }

  /** After the last event nothing is told any more: what comes late is dropped. */
  tell(what: Telling): void {
    if (this.ended) return;
    this.#events.push({ ...what, seq: this.#events.length, at: this.now().toISOString() } as RunEvent);
    this.#news.emit('news');
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** Events after the one with this number, until the last; returns early when the signal is aborted. */
  async *follow(after: number, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    this.#listeners += 1;
    try {
      for (let next = after + 1; !signal.aborted; next++) {
        while (next >= this.#events.length) {
          if (this.ended) return;
          await once(this.#news, 'news', { signal });
        }
        const event = this.#events[next];
        if (!event) return;
        yield event;
        if (isLast(event)) return;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#listeners -= 1;
      this.#news.emit('left');
    }
  }

  /** Calls back once when nobody has listened for so long (ms) while the run goes on. */
  whenLeft(grace: number, then: () => void): void {
    let timer: NodeJS.Timeout | undefined;
    this.#news.on('left', () => {
      clearTimeout(timer);
      if (this.ended) return;
      timer = setTimeout(() => {
        if (this.#listeners === 0 && !this.ended) then();
      }, grace);
      timer.unref();
    });
  }
}
