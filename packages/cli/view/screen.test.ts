import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { progressLines } from './progress-lines.ts';
import { ProgressModel } from './progress-model.ts';
import { clip, Screen, width } from './screen.ts';

const csi = '\u001b\\[';
const codes = new RegExp(`(${csi}\\d*[A-Za-z]|\\r|\\n)`);
const cursorUp = new RegExp(`^${csi}\\d+A$`);

/** As much of a terminal as the screen uses: line feeds, carriage returns, cursor up, erase line and below. */
class FakeTerminal {
  rows = 12;
  columns = 40;
  lines: string[] = [''];
  private row = 0;

  write(text: string): boolean {
    for (const part of text.split(codes)) {
      if (part === '\n') {
        this.row += 1;
        this.lines[this.row] ??= '';
      } else if (part === '\r' || part === '' || part === '\u001b[0m') continue;
      else if (cursorUp.test(part)) this.row -= Number(part.slice(2, -1));
      else if (part === '\u001b[J') this.lines.splice(this.row, Number.POSITIVE_INFINITY, '');
      else if (part === '\u001b[K') continue;
      else this.lines[this.row] = part;
    }
    return true;
  }

  get text(): string[] {
    return this.lines.filter((l) => l !== '');
  }
}

describe('Screen', () => {
  it('draws over itself, and wipes what is no longer there', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(terminal as never);
    screen.draw(['one', 'two', 'three']);
    expect(terminal.text).toEqual(['one', 'two', 'three']);
    screen.draw(['one', 'zwei']);
    expect(terminal.text).toEqual(['one', 'zwei']);
  });

  it('is never taller or wider than the terminal', () => {
    const terminal = new FakeTerminal();
    const screen = new Screen(terminal as never);
    screen.draw(Array.from({ length: 50 }, (_, i) => `line ${i} ${'x'.repeat(80)}`));
    expect(terminal.text.length).toBeLessThanOrEqual(11);
    expect(Math.max(...terminal.text.map(width))).toBeLessThanOrEqual(40);
    expect(terminal.text.at(-1)).toContain('more');
  });

  it('cuts a line without counting its colours', () => {
    expect(width(clip('\u001b[31mabcdefghij\u001b[39m', 5))).toBe(5);
    expect(clip('short', 10)).toBe('short');
  });
});

describe('the live view', () => {
  it('groups what does not fit and says what each waits for', () => {
    const model = new ProgressModel();
    const at = 10;
    for (let i = 0; i < 40; i++) {
      model.take({
        at,
        type: 'service',
        service: `s${i}`,
        state: 'waiting',
        waitingFor: [{ service: 'db', condition: 'service_healthy' }],
      });
    }
    model.take({ at, type: 'service', service: 'db', state: 'ready', by: 'engine', took: 300 });
    model.take({ at, type: 'progress', fraction: 0.25, phase: 'starting', downloadedBytes: 0, totalBytes: 0 });
    const lines = progressLines(
      model,
      { title: 'Starting p', engine: 'e', columns: 60, rows: 12, tick: 0, now: 0 },
      createColors(false),
    );
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines[1]).toContain('25 %');
    expect(lines.join('\n')).toContain('waits for db (healthy)');
    expect(lines.join('\n')).toMatch(/… \d+ more/);
    expect(lines.at(-1)).toContain('db');
  });
});
