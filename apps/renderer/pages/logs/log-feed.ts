import type { LogLine } from '@sutazai/core/contract';
import { door } from '../../connection/index.ts';
import { follow } from '../../state/follow.ts';
import { cleanLine } from './clean-line.ts';
import { LogBuffer } from './log-buffer.ts';

export interface LogChoice {
  services?: string[];
  tier?: string;
  /** Last lines of each container to begin with. */
  tail: number;
}

/** A buffer that the host fills, and that tells its page at most once per frame. */
export class LogFeed {
  readonly buffer: LogBuffer;
  /** Rows dropped at the head since the page last took them. */
  droppedRows = 0;
  /** The stream is open: what is shown goes on. */
  open = false;
  #frame = 0;
  #reopened = false;
  /** Time of the last line of each container. */
  readonly #seen = new Map<string, string>();

  constructor(
    readonly tell: () => void,
    capacity?: number,
  ) {
    this.buffer = new LogBuffer(capacity);
  }

  follow(choice: LogChoice): () => void {
    const { tail, ...where } = choice;
    let last = '';
    const stop = follow<LogLine[]>(
      async (signal) => {
        // After a break the host is asked for what came since the last line; lines of that moment are known by their container.
        const from = last ? { since: last } : { tail };
        this.#reopened = last !== '';
        const stream = await door.api.stack.logs({ ...where, ...from, follow: true }, { signal });
        this.open = true;
        this.#wake();
        return stream;
      },
      (lines) => {
        const fresh = lines.filter((l) => this.#isNew(l));
        last = fresh.at(-1)?.timestamp ?? last;
        this.droppedRows += this.buffer.push(fresh.map(cleanLine));
        this.#wake();
      },
      {
        onBreak: () => {
          this.open = false;
          this.#wake();
        },
      },
    );
    return () => {
      stop();
      cancelAnimationFrame(this.#frame);
    };
  }

  #isNew(line: LogLine): boolean {
    if (line.kind === 'seam') return true;
    const before = this.#seen.get(line.container);
    if (before !== undefined && this.#reopened && line.timestamp <= before) return false;
    this.#seen.set(line.container, line.timestamp);
    return true;
  }

  #wake(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.tell();
    });
  }
}
