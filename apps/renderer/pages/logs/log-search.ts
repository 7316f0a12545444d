import type { LogBuffer } from './log-buffer.ts';

/** Numbers of the lines that hold a text, whatever the case; goes on from where it was when new lines have come. */
export class LogSearch {
  readonly matches: number[] = [];
  #scanned: number;

  constructor(
    readonly buffer: LogBuffer,
    readonly query: string,
  ) {
    this.#scanned = buffer.first;
  }

  /** True if there is something new. */
  scan(): boolean {
    const wanted = this.query.toLowerCase();
    if (!wanted) return false;
    const before = this.matches.length;
    const { first, end } = this.buffer;
    let dropped = 0;
    while (dropped < this.matches.length && (this.matches[dropped] ?? 0) < first) dropped += 1;
    if (dropped) this.matches.splice(0, dropped);
    for (let number = Math.max(first, this.#scanned); number < end; number += 1) {
      const line = this.buffer.line(number);
      if (line?.kind === 'line' && line.text.toLowerCase().includes(wanted)) this.matches.push(number);
    }
    this.#scanned = end;
    return dropped > 0 || this.matches.length !== before;
  }

  /** The match after (or before) a line, going round. */
  next(from: number, step: 1 | -1): number | undefined {
    const { matches } = this;
    if (!matches.length) return undefined;
    if (step > 0) return matches.find((m) => m > from) ?? matches[0];
    return matches.findLast((m) => m < from) ?? matches.at(-1);
  }
}
