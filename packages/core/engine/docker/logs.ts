import { StringDecoder } from 'node:string_decoder';
import { EngineError, type LogLine, type LogOptions } from '../engine.ts';
import { frames, rawFrames } from './frames.ts';
import type { Transport } from './transport.ts';

/**
 * Log lines of one container. Ends with what is written, or with the container when following, or by the signal.
 * @throws EngineError, also for a log driver that cannot be read (status 501 or the driver's words).
 */
export async function* logs(transport: Transport, id: string, options: LogOptions): AsyncIterable<LogLine> {
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
    for await (const line of logLines(tty ? rawFrames(answer) : frames(answer))) yield line;
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
 * front of each part), and a frame hold several lines.
 */
export async function* logLines(
  source: AsyncIterable<{ stream: 'stdout' | 'stderr'; data: Uint8Array }>,
): AsyncIterable<LogLine> {
  const open = { stdout: new OpenLine(), stderr: new OpenLine() };
  for await (const frame of source) {
    const state = open[frame.stream];
    for (const text of state.take(frame.data)) yield parse(frame.stream, text);
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const rest = open[stream].rest();
    if (rest !== '') yield parse(stream, rest);
  }
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.?\d*(?:Z|[+-]\d\d:\d\d)) /;

class OpenLine {
  private readonly decoder = new StringDecoder('utf8');
  private text = '';

  take(data: Uint8Array): string[] {
    let part = this.decoder.write(Buffer.from(data.buffer, data.byteOffset, data.length));
    // The continuation of a split line carries a timestamp of its own, which is not the program's text.
    if (this.text !== '') part = part.replace(stamped, '');
    const pieces = (this.text + part).split('\n');
    this.text = pieces.pop() ?? '';
    return pieces;
  }

  rest(): string {
    return this.text + this.decoder.end();
  }
}

function parse(stream: 'stdout' | 'stderr', text: string): LogLine {
  const match = stamped.exec(text);
  const body = match ? text.slice(match[0].length) : text;
  return { stream, timestamp: match?.[1] ?? '', text: body.endsWith('\r') ? body.slice(0, -1) : body };
}
