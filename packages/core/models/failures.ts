import { type Code, failure, type SutazaiError } from '../diagnose/index.ts';

/** A refusal of the server, with its own words. Thrown inside the fetch wrapper, so that no client interprets it first. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What was being done when it failed. */
export interface Deed {
  url: string;
  model?: string;
  /** Words have come already: the answer broke off rather than never began. */
  midway?: boolean;
  pull?: boolean;
}

const connection = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
]);

/** The typed error for whatever a call to the server threw. */
export function modelFailure(error: unknown, deed: Deed): SutazaiError {
  const status = error instanceof ServerRefusal ? error.status : undefined;
  const text = wordsOf(error);
  const code = codeOf(status, text, error, deed);
  const reason = reasonOf(error);
  const raw = reason ? { extra: { raw: text } } : {};
  return failure(
    code,
    { url: deed.url, model: deed.model, reason, who: 'The model server', service: 'ollama' },
    { cause: error, ...raw },
  );
}

/** Ollama's words are the only sign in places; each pattern is one of its sources (server/routes.go, images.go, sched.go). */
function codeOf(status: number | undefined, text: string, error: unknown, deed: Deed): Code {
  if (deed.pull) return pullCode(text, error);
  if (/does not support tools/i.test(text)) return 'MODEL_NO_TOOLS';
  if (/does not support (chat|generate|completion)/i.test(text)) return 'MODEL_NOT_FOR_CHAT';
  if (/requires more system memory|out of memory|unable to allocate|insufficient memory/i.test(text))
    return 'MODEL_TOO_LARGE';
  if (status === 404 || /^model ['"].*['"] not found/i.test(text))
    return deed.midway ? 'MODEL_REMOVED' : 'MODEL_MISSING';
  if (status === 503) return 'MODEL_SERVER_BUSY';
  if (deed.midway) return 'ANSWER_BROKEN_OFF';
  if (status !== undefined) return 'MODEL_REFUSED';
  if (isConnection(error)) return 'MODEL_SERVER_DOWN';
  return 'MODEL_SERVER_ANSWER';
}

function pullCode(text: string, error: unknown): Code {
  if (/file does not exist|manifest unknown|invalid model name/i.test(text)) return 'MODEL_PULL_UNKNOWN';
  if (/no such host|dial tcp|i\/o timeout|network is unreachable|TLS handshake/i.test(text))
    return 'MODEL_PULL_OFFLINE';
  if (/no space left/i.test(text)) return 'DISK_FULL';
  if (isConnection(error)) return 'MODEL_SERVER_DOWN';
  return 'MODEL_PULL_FAILED';
}

export function isConnection(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if (connection.has((e as NodeJS.ErrnoException).code ?? '') || e.name === 'TimeoutError') return true;
  }
  return false;
}

/**
 * What an error adds to “does not answer”: nothing if it is only that nobody listens there, which a person reads better in the
 * diagnosis's own words than as `connect ECONNREFUSED 127.0.0.1:11435`.
 */
export function reasonOf(error: unknown): string | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++)
    if ((e as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined;
  return wordsOf(error);
}

/** One line; what `fetch` hides in its cause is what says something. */
export function wordsOf(error: unknown): string {
  let e = error;
  for (let depth = 0; e instanceof Error && e.cause instanceof Error && depth < 5; depth++) {
    if (e.message !== 'fetch failed' && e.message !== 'terminated') break;
    e = e.cause;
  }
  const text = e instanceof Error ? e.message || (e as NodeJS.ErrnoException).code || e.name : String(e);
  return (text.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '');
}
