import type { StackEvent } from '@sutazai/core/stack';
import { FailureTeller, type Output } from '../output.ts';
import { plainLine } from './plain-lines.ts';
import { progressLines } from './progress-lines.ts';
import { ProgressModel } from './progress-model.ts';
import { Screen } from './screen.ts';

export type End = Extract<StackEvent, { type: 'end' }>;

/** Milliseconds between two drawings at the least. */
const frame = 100;

/** Shows an operation's events to the end, in the way that suits the reader: JSON lines, a live view, or plain lines. */
export async function showEvents(
  events: AsyncIterable<StackEvent>,
  out: Output,
  about: { title: string; engine: string },
): Promise<End> {
  if (out.json) return asDocuments(events, out);
  return out.live ? asView(events, out, about) : asLines(events, out, about);
}

async function asDocuments(events: AsyncIterable<StackEvent>, out: Output): Promise<End> {
  let end: End | undefined;
  for await (const event of events) {
    out.document(event);
    if (event.type === 'end') end = event;
  }
  return ended(end);
}

async function asLines(
  events: AsyncIterable<StackEvent>,
  out: Output,
  about: { title: string; engine: string },
): Promise<End> {
  const teller = new FailureTeller(out.colors);
  let end: End | undefined;
  if (!out.quiet) out.print(`${about.title} on ${about.engine}`);
  for await (const event of events) {
    if (event.type === 'failure') process.stderr.write(`${teller.lines(event.diagnosis).join('\n')}\n`);
    const line = plainLine(event);
    if (line !== undefined && !out.quiet) out.print(line);
    if (event.type === 'end') end = event;
  }
  return ended(end);
}

async function asView(
  events: AsyncIterable<StackEvent>,
  out: Output,
  about: { title: string; engine: string },
): Promise<End> {
  const screen = new Screen(process.stdout);
  const model = new ProgressModel();
  const failures: StackEvent[] = [];
  const begun = performance.now();
  let end: End | undefined;
  let tick = 0;
  const draw = () => {
    tick += 1;
    const size = { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 };
    screen.draw(progressLines(model, { ...about, ...size, tick, now: performance.now() - begun }, out.colors));
  };
  // The spinner turns only while an operation runs: this timer ends with it.
  const timer = setInterval(draw, frame);
  process.stdout.write('\u001b[?25l');
  try {
    for await (const event of events) {
      model.take(event);
      if (event.type === 'failure') failures.push(event);
      if (event.type === 'end') end = event;
    }
  } finally {
    clearInterval(timer);
    screen.clear();
    process.stdout.write('\u001b[?25h');
  }
  for (const w of new Set(model.warnings)) out.print(`${out.colors.yellow('!')} ${w}`);
  const teller = new FailureTeller(out.colors);
  for (const f of failures) {
    if (f.type === 'failure') process.stderr.write(`${teller.lines(f.diagnosis).join('\n')}\n`);
  }
  return ended(end);
}

function ended(end: End | undefined): End {
  if (!end) throw new Error('the operation gave no end event');
  return end;
}
