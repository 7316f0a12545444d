import type { FastifyReply, FastifyRequest } from 'fastify';

export interface ServerEvent {
  event?: string;
  id?: string;
  data: unknown;
}

/**
 * Sends events as they come and ends with the source. A client that goes away aborts `signal`, so that
 * the source stops its work; a slow one is waited for. Failures before the first event are the route's own (a status code);
 * afterwards the stream can only end, so the source must turn them into events.
 */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  source: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
): Promise<void> {
  const gone = new AbortController();
  const iterator = source(gone.signal)[Symbol.asyncIterator]();
  const onClose = () => gone.abort();
  reply.raw.once('close', onClose);
  try {
    // Waits for the first event, so that a failure to begin still has a status code.
    let next = await iterator.next();
    reply.hijack();
    reply.raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    });
    const gathered = new Gathered(reply);
    while (!next.done && !gone.signal.aborted) {
      gathered.add(format(next.value));
      if (reply.raw.writableNeedDrain) await drained(reply, gone.signal);
      next = await iterator.next();
    }
    gathered.send();
    reply.raw.end();
  } catch (error) {
    if (!reply.sent) throw error;
    if (!gone.signal.aborted) request.log.error({ err: error }, 'stream failed');
    reply.raw.destroy();
  } finally {
    reply.raw.off('close', onClose);
    await iterator.return?.();
  }
}

/** Characters that are not kept back. */
const enough = 16_384;

/**
 * What is told in one turn of the loop goes out together at its end: a write for each event wakes its reader, which then takes the
 * processor from the work that the next event needs. Not by the response's own `cork`: on Node 22 its `end` puts the end before what
 * is still corked.
 */
class Gathered {
  #text = '';
  #later: NodeJS.Immediate | undefined;

  constructor(private readonly reply: FastifyReply) {}

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= enough) this.send();
    else this.#later ??= setImmediate(() => this.send());
  }

  send(): void {
    clearImmediate(this.#later);
    this.#later = undefined;
    const { raw } = this.reply;
    if (this.#text !== '' && !raw.writableEnded && !raw.destroyed) raw.write(this.#text);
    this.#text = '';
  }
}

export function format({ event, id, data }: ServerEvent): string {
  return `${event ? `event: ${event}\n` : ''}${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
}

function headersOf(reply: FastifyReply): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([k, v]) =>
      v === undefined ? [] : [[k, Array.isArray(v) ? v : String(v)]],
    ),
  );
}

function drained(reply: FastifyReply, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      reply.raw.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    reply.raw.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
