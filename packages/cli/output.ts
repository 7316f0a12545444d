import type { Diagnosis, SutazaiError } from '@sutazai/core/diagnose';
import { createColors } from 'picocolors';
import type { Globals } from './globals.ts';

/** Where a command writes, and how. */
export interface Output {
  json: boolean;
  quiet: boolean;
  /** A person at a terminal watches: the live view may redraw. */
  live: boolean;
  colors: ReturnType<typeof createColors>;
  /** One line of the command's result. */
  print(line: string): void;
  /** One JSON document, on one line. */
  document(value: unknown): void;
  /** Something beside the result: goes to standard error, not shown with --quiet. */
  note(line: string): void;
}

export function output(globals: Globals): Output {
  const tty = process.stdout.isTTY === true;
  const colors = createColors(globals.color !== false && !process.env.NO_COLOR && (tty || !!process.env.FORCE_COLOR));
  const json = globals.json === true;
  return {
    json,
    quiet: globals.quiet === true,
    live: tty && !json && globals.quiet !== true && process.env.TERM !== 'dumb',
    colors,
    print: (line) => void process.stdout.write(`${line}\n`),
    document: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => {
      if (!json && globals.quiet !== true) process.stderr.write(`${line}\n`);
    },
  };
}

/** A failure as a person should read it: what, why, the evidence, what to do next. */
export function failureLines(d: Diagnosis, c: Output['colors'], options: { brief?: boolean } = {}): string[] {
  const where = d.location?.file ? ` (${d.location.file}${d.location.line ? `:${d.location.line}` : ''})` : '';
  const lines = [`${c.red('✗')} ${c.bold(d.title)}${c.dim(where)}`];
  if (options.brief) return lines;
  if (d.cause) lines.push(`  ${d.cause}`);
  for (const e of d.evidence ?? []) {
    if (e.lines.length === 0) continue;
    lines.push(`  ${c.dim(`${e.label}:`)}`, ...e.lines.slice(-12).map((l) => `    ${c.dim(l)}`));
  }
  // What the title says already is not said again.
  if (!d.evidence?.length && d.raw && !d.title.includes(d.raw)) {
    lines.push(`  ${c.dim(`In its own words: ${d.raw}`)}`);
  }
  for (const step of d.nextSteps) lines.push(`  ${c.cyan('→')} ${step}`);
  return lines;
}

/** Tells failures one by one; what has the same reason as an earlier one is only named. */
export class FailureTeller {
  private readonly told = new Set<string>();

  constructor(private readonly colors: Output['colors']) {}

  lines(d: Diagnosis): string[] {
    const reason = `${d.code} ${d.title}`;
    // What failed only because something else did needs no explanation of its own.
    if (d.code === 'DEPENDENCY_FAILED') return failureLines(d, this.colors, { brief: true });
    if (this.told.has(reason)) {
      return [
        `${this.colors.red('✗')} ${d.service ? `${d.service}: ` : ''}the same, ${d.title.charAt(0).toLowerCase()}${d.title.slice(1)}`,
      ];
    }
    this.told.add(reason);
    return failureLines(d, this.colors);
  }
}

/** Ends a command that failed: in words on standard error, or as the last document on standard output. */
export function reportFailure(error: SutazaiError, out: Output): number {
  if (out.json) out.document({ error: error.diagnosis, exitCode: error.exitCode });
  else process.stderr.write(`${failureLines(error.diagnosis, out.colors).join('\n')}\n`);
  return error.exitCode;
}
