import { createParser } from 'eventsource-parser';
import { type RunEvent, runEvent } from '../protocol/index.ts';
import { so } from './target.ts';

/** The wire as it is: the checks must not trust the client that the platform itself uses. */
export async function send(url: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(120_000),
  });
  const text = await response.text();
  return { status: response.status, text, body: json(text) };
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Stream {
  /** The next event; undefined after the last. */
  next(): Promise<RunEvent | undefined>;
  /** Everything that is still to come. */
  rest(): Promise<RunEvent[]>;
  cut(): void;
}

/** Opens a stream of events and checks each against the schema, and its id and name against its data. */
export async function open(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Stream> {
  const gone = new AbortController();
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'text/event-stream',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(120_000)]),
  });
  so(response.ok, `${url} answers ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  so(type.startsWith('text/event-stream'), `the stream’s content type is “${type}”`);
  const waiting: RunEvent[] = [];
  const parser = createParser({
    onEvent(message) {
      const parsed = runEvent.safeParse(json(message.data));
      so(parsed.success, `an event is not of the contract: ${message.data.slice(0, 300)}`);
      so(message.id === String(parsed.data.seq), `an event’s id is ${message.id}, its number ${parsed.data.seq}`);
      so(message.event === parsed.data.type, `an event is called ${message.event}, its type is ${parsed.data.type}`);
      waiting.push(parsed.data);
    },
  });
  const reader = response.body?.getReader();
  so(reader, 'the stream has no body');
  const decoder = new TextDecoder();
  const stream: Stream = {
    async next() {
      while (waiting.length === 0) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        parser.feed(decoder.decode(value, { stream: true }));
      }
      return waiting.shift();
    },
    async rest() {
      const all: RunEvent[] = [];
      for (let event = await stream.next(); event; event = await stream.next()) all.push(event);
      return all;
    },
    cut: () => gone.abort(),
  };
  return stream;
}
