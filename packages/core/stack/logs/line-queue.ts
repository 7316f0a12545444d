import type { StackLogLine } from '../stack.ts';

/** Lines that wait for a slow reader at most; above that, the engine's connections are held back. */
const mostWaiting = 20_000;

/** Lines of several containers for one reader, in the order in which they came. */
export class LineQueue implements AsyncIterable<StackLogLine[]> {
  private waiting: StackLogLine[] = [];
  private ended = false;
  private wake: (() => void) | undefined;
  private room: (() => void)[] = [];

  /** Resolves when more may come. */
  async push(lines: readonly StackLogLine[]): Promise<void> {
    if (this.ended) return;
    for (const line of lines) this.waiting.push(line);
    this.wake?.();
    if (this.waiting.length < mostWaiting) return;
    await new Promise<void>((resolve) => {
      this.room.push(resolve);
    });
  }

  /** No more lines; those that wait are still read. */
  end(): void {
    this.ended = true;
    this.wake?.();
    this.makeRoom();
  }

  /** Each time all that waits. */
  async *[Symbol.asyncIterator](): AsyncIterator<StackLogLine[]> {
    for (;;) {
      if (this.waiting.length > 0) {
        const lines = this.waiting;
        this.waiting = [];
        this.makeRoom();
        yield lines;
        continue;
      }
      if (this.ended) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
  }

  private makeRoom(): void {
    for (const go of this.room.splice(0)) go();
  }
}
