import type { Output } from '../output.ts';
import { bytes, seconds, waitText } from '../words.ts';
import type { ProgressModel, ShownService } from './progress-model.ts';
import { pad } from './screen.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const settled = new Set(['ready', 'kept', 'finished', 'stopped', 'removed']);
const failed = new Set(['failed', 'skipped', 'unhealthy']);

export interface Drawing {
  title: string;
  engine: string;
  columns: number;
  rows: number;
  /** Advances the spinner. */
  tick: number;
  /** Milliseconds since the operation began. */
  now: number;
}

/** The live view: a header, one bar, what goes on, and how much is done. Never more lines than the terminal has. */
export function progressLines(model: ProgressModel, d: Drawing, c: Output['colors']): string[] {
  const all = [...model.services.values()];
  const done = all.filter((s) => settled.has(s.state));
  const bad = all.filter((s) => failed.has(s.state));
  const busy = all.filter((s) => !settled.has(s.state) && !failed.has(s.state) && s.state !== 'waiting');
  const waiting = all.filter((s) => s.state === 'waiting');
  const spin = c.cyan(frames[d.tick % frames.length] ?? '');
  const head = `${c.bold(d.title)} ${c.dim(`on ${d.engine}`)}`;
  const count = all.length > 0 ? `${done.length} of ${all.length}` : '';
  const lines = [
    head,
    `${bar(model.fraction, Math.min(40, d.columns - 36), c)} ${Math.floor(model.fraction * 100)} %  ${count}  ${download(model)}`,
  ];
  for (const p of [...model.pulls.values()].filter((x) => x.state !== 'done')) {
    const size = p.totalBytes > 0 ? `${bytes(p.downloadedBytes)} of ${bytes(p.totalBytes)}` : '';
    const words = { queued: 'waits', downloading: 'downloading', extracting: 'unpacking', done: '', failed: 'failed' }[
      p.state
    ];
    lines.push(`  ${c.cyan('↓')} ${p.image}  ${words} ${size}`);
  }
  for (const line of model.buildTail.slice(-3))
    if (busy.some((s) => s.state === 'building')) lines.push(c.dim(`  ⚒ ${line}`));
  const room = Math.max(3, d.rows - lines.length - 3);
  const width = Math.max(0, ...all.map((s) => s.name.length));
  const rows = [
    ...bad.map(
      (s) =>
        `  ${c.red('✗')} ${pad(s.name, width)}  ${s.state === 'skipped' ? 'not started: something it needs failed' : s.state}`,
    ),
    ...busy.map((s) => `  ${spin} ${pad(s.name, width)}  ${busyText(s, d.now)}`),
    ...waiting.map(
      (s) =>
        `  ${c.dim('○')} ${pad(s.name, width)}  ${c.dim(s.waitingFor.length > 0 ? `waits for ${waitText(s.waitingFor)}` : 'waits')}`,
    ),
  ];
  lines.push(...rows.slice(0, room));
  const hidden = rows.length - room;
  if (hidden > 0) lines.push(c.dim(`  … ${hidden} more`));
  if (done.length > 0) lines.push(`  ${c.green('✓')} ${c.dim(lastDone(done, d.columns - 6))}`);
  return lines;
}

function busyText(s: ShownService, now: number): string {
  const elapsed = now - s.since;
  const words = s.state === 'started' ? 'started, waits for its health check' : s.state;
  return elapsed > 2000 ? `${words} (${seconds(elapsed)})` : words;
}

function bar(fraction: number, width: number, c: Output['colors']): string {
  const room = Math.max(10, width);
  const full = Math.round(fraction * room);
  return `${c.cyan('█'.repeat(full))}${c.dim('░'.repeat(room - full))}`;
}

function download(model: ProgressModel): string {
  return model.totalBytes > 0 ? `${bytes(model.downloadedBytes)} of ${bytes(model.totalBytes)}` : '';
}

/** The names that became ready last, as many as fit. */
function lastDone(done: readonly ShownService[], room: number): string {
  const names = [...done].sort((a, b) => b.since - a.since).map((s) => s.name);
  let text = '';
  for (const [i, name] of names.entries()) {
    const next = text ? `${text}, ${name}` : name;
    if (next.length > room - 12) return `${text} +${names.length - i}`;
    text = next;
  }
  return text;
}
