import { Agent, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

/** Milliseconds for a connection to come about. */
const connectWithin = 5_000;

// As many as are asked for, since each stream holds its own. The one that was used last first: the others get old and are let go.
const kept = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 16, scheduling: 'lifo' } as const;
const agents = { 'http:': new Agent(kept), 'https:': new SecureAgent(kept) };

/**
 * `fetch` for servers that may think for long, without redirects: its only limit of time is that of the connection. Node's own
 * gives up after five minutes without headers and after five more without a byte, but a large model on a slow processor takes
 * longer to load, and its server sends headers only with the first word: the caller's signal ends that, not a timer. A server
 * that vanished is found out by TCP keep-alive. Over Node's own client, as undici (7.29) holds a request back for a millisecond
 * whenever its connection was used before.
 */
export const patientFetch: typeof fetch = (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  return ask(url, init, false);
};

async function ask(url: URL, init: RequestInit, again: boolean): Promise<Response> {
  const { method = 'GET', body, signal } = init;
  if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('only text can be sent');
  signal?.throwIfAborted();
  const secure = url.protocol === 'https:';
  const sent = (secure ? secureRequest : request)(url, {
    ...{ method, agent: secure ? agents['https:'] : agents['http:'] },
    headers: { ...plain(init.headers), ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
  });
  const abort = () => sent.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  sent.once('close', () => signal?.removeEventListener('abort', abort));
  sent.once('socket', (socket) => {
    if (!socket.connecting) return;
    const late = setTimeout(() => sent.destroy(tooLate(url)), connectWithin);
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(late));
  });
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).on('error', reject);
      sent.end(body ?? undefined);
    });
    return responseOf(answer, signal ?? undefined);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // The server closed the kept connection in the moment in which it was used: it has not seen the request.
    const stale = sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    if (stale && !again) return ask(url, init, true);
    throw error;
  }
}

function responseOf(answer: IncomingMessage, signal: AbortSignal | undefined): Response {
  const { statusCode: status = 502, statusMessage: statusText = '' } = answer;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  if (status === 204 || status === 304) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(signal?.aborted ? signal.reason : brokenOff(error));
        }
      },
      cancel: () => void answer.destroy(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status, statusText, headers });
}

/** Node calls an answer that ends too early “aborted”, as if somebody here had done it. */
function brokenOff(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ECONNRESET') return error;
  return Object.assign(new Error('the other side closed the connection', { cause: error }), { code });
}

function tooLate(url: URL): Error {
  const words = `no connection to ${url.host} within ${connectWithin / 1000} s`;
  return Object.assign(new Error(words), { code: 'ETIMEDOUT' });
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers ?? {}));
}
