import { EngineError, type LogLine, type LogOptions } from '../engine.ts';
import { type Frame, frameBatches, rawBatches } from './frames.ts';
import type { Transport } from './transport.ts';

/** Log lines of one container, one by one; see `logBatches`. */
export async function* logs(transport: Transport, id: string, options: LogOptions): AsyncIterable<LogLine> {
  for await (const batch of logBatches(transport, id, options)) yield* batch;
}

/**
 * Log lines of one container, those together that came together. Ends with what is written, or with the container when following, or by the signal.
 * @throws EngineError, also for a log driver that cannot be read (status 501 or the driver's words).
 */
export async function* logBatches(transport: Transport, id: string, options: LogOptions): AsyncIterable<LogLine[]> {
  const about = { operation: 'container.logs', subject: id };
  const { follow, tail, since, until, signal } = options;
  const answer = await transport.stream({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/logs`,
    query: {
      follow: follow ? 1 : 0,
      stdout: 1,
      stderr: 1,
      timestamps: 1,
      tail: tail ?? 'all',
      since: since && unix(since),
      until: until && unix(until),
    },
    signal,
    ...about,
  });
  try {
    const tty = await isTty(transport, id, answer.headers['content-type']);
    yield* tty ? lineBatches(rawBatches(answer), false) : lineBatches(frameBatches(answer));
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof EngineError ? error : new EngineError('the log stream broke off', about, { cause: error });
  } finally {
    answer.destroy();
  }
}

/** Since API 1.42 the content type says whether the stream is multiplexed; before, only the container's settings do. */
async function isTty(transport: Transport, id: string, contentType: string | undefined): Promise<boolean> {
  if (contentType?.includes('multiplexed')) return false;
  const path = `/containers/${encodeURIComponent(id)}/json`;
  const detail = await transport.call<{ Config?: { Tty?: boolean } }>({
    method: 'GET',
    path,
    operation: 'container.inspect',
    subject: id,
  });
  return detail.Config?.Tty === true;
}

/** RFC 3339 → `seconds.nanoseconds`, which every engine takes; anything else is passed on. */
export function unix(time: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) return time;
  const seconds = Date.parse(`${match[1]}${match[3]}`) / 1000;
  return `${seconds}.${(match[2] ?? '').padEnd(9, '0')}`;
}

/**
 * Frames → lines. A line may come in several frames (split at 16 KiB by the engine, which then repeats the timestamp in
 * front of each part), and a frame hold several lines. The chunks of a terminal are no frames: they begin anywhere.
 */
export async function* lineBatches(source: AsyncIterable<Frame[]>, framed = true): AsyncIterable<LogLine[]> {
  const open = { stdout: new OpenLine('stdout', framed), stderr: new OpenLine('stderr', framed) };
  for await (const frames of source) {
    const lines: LogLine[] = [];
    for (const { stream, data } of frames) open[stream].take(data, lines);
    if (lines.length > 0) yield lines;
  }
  const rest = [...open.stdout.rest(), ...open.stderr.rest()];
  if (rest.length > 0) yield rest;
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.?\d*(?:Z|[+-]\d\d:\d\d)) /;

/**
 * The beginning of a line whose end has not come, as bytes in a string (latin1): a part may end, and its neighbour's timestamp
 * begin, in the middle of a character. In pieces, as joining them for each new one would be quadratic.
 */
class OpenLine {
  private pieces: string[] = [];

  constructor(
    private readonly stream: LogLine['stream'],
    private readonly framed: boolean,
  ) {}

  /** Adds the lines that end in this piece. */
  take(data: Uint8Array, lines: LogLine[]): void {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
    if (this.framed && this.pieces.length === 0 && wholeLine(this.stream, bytes, lines)) return;
    let part = bytes.toString('latin1');
    // The continuation of a split line carries a timestamp of its own, which is not the program's text.
    if (this.framed && this.pieces.length > 0) part = part.replace(stamped, '');
    const [first = '', ...done] = part.split('\n');
    this.pieces.push(first);
    const last = done.pop();
    if (last === undefined) return;
    lines.push(parse(this.stream, this.pieces.join(''), this.framed));
    for (const line of done) lines.push(parse(this.stream, line, this.framed));
    this.pieces = last === '' ? [] : [last];
  }

  rest(): LogLine[] {
    const bytes = this.pieces.join('');
    return bytes === '' ? [] : [parse(this.stream, bytes, this.framed)];
  }
}

const newline = 10;
const space = 32;
const carriageReturn = 13;
/** `2026-11-24T05:00:00` with the engine's fractions and zone: where its separators are, and how long it can be. */
const separators: readonly (readonly [at: number, byte: number])[] = [
  [4, 45],
  [7, 45],
  [10, 84],
  [13, 58],
  [16, 58],
];
const stampBytes = { least: 20, most: 35 };

/** Nearly all frames: one line with its timestamp, whole. Read from the bytes as it stands; false for anything else. */
function wholeLine(stream: LogLine['stream'], bytes: Buffer, lines: LogLine[]): boolean {
  const last = bytes.length - 1;
  const at = bytes.indexOf(space);
  if (at < stampBytes.least || at > stampBytes.most || bytes.indexOf(newline) !== last) return false;
  if (separators.some(([place, byte]) => bytes[place] !== byte)) return false;
  const end = last - 1 > at && bytes[last - 1] === carriageReturn ? last - 1 : last;
  lines.push({ stream, timestamp: bytes.toString('latin1', 0, at), text: bytes.toString('utf8', at + 1, end) });
  return true;
}

function parse(stream: LogLine['stream'], bytes: string, framed: boolean): LogLine {
  const match = stamped.exec(bytes);
  const timestamp = match?.[1] ?? '';
  const own = match ? bytes.slice(match[0].length) : bytes;
  const text = Buffer.from(framed ? own : withoutInnerStamps(own, timestamp), 'latin1').toString('utf8');
  return { stream, timestamp, text: text.endsWith('\r') ? text.slice(0, -1) : text };
}

const inner = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /g;

/**
 * A terminal's long line has the timestamps of its further parts in the middle of its text. They are told from a time that
 * the program wrote itself by their order: the engine read a part after the one before, but never before the program had
 * written what is in it. Podman's, of whole seconds and after any piece of a line, cannot be told apart and stay.
 */
function withoutInnerStamps(text: string, first: string): string {
  let last = first;
  return text.replace(inner, (found) => {
    const time = found.slice(0, -1);
    if (time.length !== last.length || time < last) return found;
    last = time;
    return '';
  });
}
