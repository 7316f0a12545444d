import type { WriteStream } from 'node:tty';

const csi = '\u001b[';
const ansi = new RegExp(`${csi.replace('[', '\\[')}[0-9;]*[A-Za-z]`, 'g');

/** What a terminal is to us: somewhere to write, with a size. */
export type Terminal = Pick<WriteStream, 'write' | 'columns' | 'rows'>;

/**
 * A region of the terminal that is drawn over and over: only lines that differ are written again, so nothing flickers. It
 * is never taller than the terminal; what does not fit is counted in its last line.
 */
export class Screen {
  private lines: string[] = [];

  constructor(private readonly terminal: Terminal) {}

  draw(wanted: readonly string[]): void {
    const next = fit(wanted, this.terminal.columns || 80, (this.terminal.rows || 24) - 1);
    let out = '';
    if (this.lines.length > 0) out += `${csi}${this.lines.length}A\r`;
    for (const [i, line] of next.entries()) {
      out += this.lines[i] === line && i < this.lines.length ? '\n' : `\r${line}${csi}0m${csi}K\n`;
    }
    // What the last drawing had more is wiped.
    if (next.length < this.lines.length) out += `${csi}J`;
    this.lines = next;
    this.terminal.write(out);
  }

  /** Takes the region away, so that ordinary lines can follow at its place. */
  clear(): void {
    if (this.lines.length > 0) this.terminal.write(`${csi}${this.lines.length}A\r${csi}J`);
    this.lines = [];
  }

  /** Leaves the region as it stands. */
  end(): void {
    this.lines = [];
  }
}

function fit(lines: readonly string[], columns: number, rows: number): string[] {
  const cut = lines.map((l) => clip(l, columns - 1));
  if (cut.length <= rows) return cut;
  return [...cut.slice(0, Math.max(1, rows - 1)), `… ${cut.length - rows + 1} more`];
}

/** Cuts a line to a width; colour codes take no room. */
export function clip(line: string, width: number): string {
  if (line.replace(ansi, '').length <= width) return line;
  let shown = 0;
  let out = '';
  for (const part of line.split(new RegExp(`(${ansi.source})`))) {
    if (part.startsWith(csi)) {
      out += part;
      continue;
    }
    const room = width - 1 - shown;
    out += part.slice(0, Math.max(0, room));
    shown += part.length;
    if (shown > width - 1) break;
  }
  return `${out}…`;
}

/** Visible width. */
export function width(text: string): number {
  return text.replace(ansi, '').length;
}

export function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)));
}
