import type { LogLine } from '@sutazai/core/contract';
import { rowsOfLine } from './line-rows.ts';

interface Chunk {
  lines: LogLine[];
  /** Rows that the lines take at `columns`. */
  rows: number;
  columns: number;
}

const chunkSize = 1000;

/**
 * The last `capacity` lines, outside React: 5,000 a second may come in. Lines are numbered from the first that ever came, so that
 * a number stays good when old lines are dropped. Rows (lines as they wrap at a width) are summed per chunk, so that the line at
 * a scroll position is found without walking all of them.
 */
export class LogBuffer {
  #chunks: Chunk[] = [];
  #first = 0;
  #count = 0;
  #columns = Number.POSITIVE_INFINITY;

  constructor(readonly capacity = 100_000) {}

  /** Number of the oldest line that is kept, and of the next one that will come. */
  get first(): number {
    return this.#first;
  }
  get end(): number {
    return this.#first + this.#count;
  }
  get count(): number {
    return this.#count;
  }

  /** Characters to a row; infinity if lines are not wrapped. */
  set columns(columns: number) {
    this.#columns = columns;
  }

  /** Returns how many rows were dropped at the head: what is shown moves up by as many. */
  push(lines: readonly LogLine[]): number {
    for (const line of lines) {
      let last = this.#chunks.at(-1);
      if (!last || last.lines.length >= chunkSize) {
        last = { lines: [], rows: 0, columns: this.#columns };
        this.#chunks.push(last);
      }
      last.lines.push(line);
      if (last.columns === this.#columns) last.rows += rowsOfLine(line, this.#columns);
    }
    this.#count += lines.length;
    let dropped = 0;
    while (this.#count > this.capacity && this.#chunks.length > 1) {
      const head = this.#chunks.shift();
      if (!head) break;
      dropped += this.#rowsOf(head);
      this.#first += head.lines.length;
      this.#count -= head.lines.length;
    }
    return dropped;
  }

  clear(): void {
    this.#first = this.end;
    this.#count = 0;
    this.#chunks = [];
  }

  line(number: number): LogLine | undefined {
    // Only the last chunk is not full, so the place is known without a search.
    const at = number - this.#first;
    return this.#chunks[Math.floor(at / chunkSize)]?.lines[at % chunkSize];
  }

  get rows(): number {
    let rows = 0;
    for (const chunk of this.#chunks) rows += this.#rowsOf(chunk);
    return rows;
  }

  /** The line that covers this row, and the row at which it begins. */
  lineAtRow(row: number): { number: number; row: number } {
    let before = 0;
    let number = this.#first;
    for (const chunk of this.#chunks) {
      const rows = this.#rowsOf(chunk);
      if (before + rows > row) {
        for (const line of chunk.lines) {
          const height = rowsOfLine(line, this.#columns);
          if (before + height > row) return { number, row: before };
          before += height;
          number += 1;
        }
      }
      before += rows;
      number += chunk.lines.length;
    }
    return { number: this.end, row: before };
  }

  rowOfLine(wanted: number): number {
    let row = 0;
    let number = this.#first;
    for (const chunk of this.#chunks) {
      if (number + chunk.lines.length <= wanted) {
        row += this.#rowsOf(chunk);
        number += chunk.lines.length;
        continue;
      }
      for (const line of chunk.lines) {
        if (number === wanted) return row;
        row += rowsOfLine(line, this.#columns);
        number += 1;
      }
    }
    return row;
  }

  #rowsOf(chunk: Chunk): number {
    if (chunk.columns !== this.#columns) {
      chunk.columns = this.#columns;
      chunk.rows = 0;
      for (const line of chunk.lines) chunk.rows += rowsOfLine(line, this.#columns);
    }
    return chunk.rows;
  }
}
