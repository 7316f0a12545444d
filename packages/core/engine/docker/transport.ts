import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { EngineError } from '../engine.ts';
import type { Dialer } from './agents.ts';
import { readAnswer } from './read-answer.ts';

export interface Request {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version, e.g. `/containers/json`. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** A stream or buffer sent as it is (tar archives). */
  file?: NodeJS.ReadableStream | Buffer;
  headers?: Record<string, string | string[]>;
  /** Status codes that are no failure, besides 200, 201 and 204. */
  accept?: number[];
  signal?: AbortSignal | undefined;
  /** For the error: what was done, to what. */
  operation: string;
  subject?: string;
}

/** What dockerode's untyped `dial` takes. */
interface Modem {
  dial(options: Record<string, unknown>, callback: (error: unknown, data: unknown) => void): void;
}

/**
 * Engine API calls over dockerode's transport. Only its `dial` is used, in the one way in which it is safe (facts 3.2): the
 * path is always versioned, the query always goes through `_query` and the payload through `_body` (else both end up in
 * the URL), and streams are parsed by us.
 */
export class Transport {
  private readonly modem: Modem;
  /** e.g. `/v1.51`; empty before the version is negotiated. */
  prefix = '';

  constructor(private readonly dial: Dialer) {
    // dial formats every request for its debug log, whether that is on or not: the agent's whole inside, hundreds of times.
    Object.assign(dial.agent, { [inspect.custom]: () => 'Agent' });
    this.modem = withoutDockerHost(() => {
      const { agent, protocol, socketPath, host, port } = dial;
      const options = { agent, protocol, socketPath, host, port };
      return (new Docker(options as Docker.DockerOptions) as unknown as { modem: Modem }).modem;
    });
  }

  /** The decoded JSON answer. */
  call<T>(request: Request): Promise<T> {
    const plain = request.method === 'GET' && !request.headers && !request.file && request.body === undefined;
    return (plain ? this.read(request) : this.send(request, {})) as Promise<T>;
  }

  /** The answer as it comes. Destroy it, or abort the signal, to end it early. */
  stream(request: Request): Promise<IncomingMessage> {
    return this.send(request, { isStream: true }) as Promise<IncomingMessage>;
  }

  /** The raw connection after the engine's upgrade: for exec with input. */
  hijack(request: Request): Promise<Duplex> {
    return this.send(request, { isStream: true, hijack: true, openStdin: true }) as Promise<Duplex>;
  }

  /** The same where the engine upgrades only after the request's end: for a build's session. */
  upgrade(request: Request): Promise<Duplex> {
    return this.send(request, { isStream: true, hijack: true }) as Promise<Duplex>;
  }

  close(): void {
    this.dial.agent.destroy();
  }

  /** A plain question, of which a watched stack asks a dozen a second; dockerode's way costs more than twice as much (measured). */
  private async read(request: Request): Promise<unknown> {
    const { signal, query } = request;
    if (signal?.aborted) throw signal.reason;
    const words = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) words.set(name, String(value));
    const path = `${this.prefix}${request.path}${words.size > 0 ? `?${words}` : ''}`;
    const { status, text } = await readAnswer(this.dial, path, signal).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : engineError(error, request);
    });
    const value = parsed(text);
    if ([200, 201, 204, ...(request.accept ?? [])].includes(status)) return value;
    const json =
      value !== null && typeof value === 'object' ? value : { message: text || `the engine answered ${status}` };
    throw engineError({ statusCode: status, json }, request);
  }

  private send(request: Request, mode: Record<string, unknown>): Promise<unknown> {
    const { signal } = request;
    if (signal?.aborted) return Promise.reject(signal.reason);
    const query = Object.fromEntries(Object.entries(request.query ?? {}).filter(([, v]) => v !== undefined));
    const hasQuery = Object.keys(query).length > 0;
    const options: Record<string, unknown> = {
      path: `${this.prefix}${request.path}${hasQuery ? '?' : ''}`,
      method: request.method,
      statusCodes: Object.fromEntries([200, 201, 204, ...(request.accept ?? [])].map((c) => [c, true])),
      ...mode,
      ...(request.headers ? { headers: { ...request.headers } } : {}),
      ...(request.file ? { file: request.file } : {}),
      ...(signal ? { abortSignal: signal } : {}),
    };
    if (mode.hijack) options.statusCodes = { ...(options.statusCodes as object), 101: true };
    // An empty `_body` makes dial send nothing, which the engine wants for a POST without a payload.
    options.options = { _query: query, _body: request.body ?? {} };
    return new Promise((resolve, reject) => {
      this.modem.dial(options, (error, data) => {
        if (!error) resolve(data);
        else if (signal?.aborted) reject(signal.reason);
        else reject(engineError(error, request));
      });
    });
  }
}

/** Engines answer some questions with text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function engineError(error: unknown, request: Request): EngineError {
  const e = error as {
    message?: string;
    statusCode?: number;
    code?: string;
    json?: { message?: string; cause?: string };
  };
  const message =
    e.json?.message ?? e.json?.cause ?? (e.message ?? String(error)).replace(/^\(HTTP code \d+\)[^-]*- /, '');
  return new EngineError(
    message.trim(),
    {
      operation: request.operation,
      ...(e.statusCode === undefined ? {} : { status: e.statusCode }),
      ...(e.code === undefined ? {} : { syscallCode: e.code }),
      ...(request.subject === undefined ? {} : { subject: request.subject }),
    },
    { cause: error },
  );
}

/** dockerode reads DOCKER_HOST and its certificates whatever it is given, and throws for a bad value; ours is explicit. */
function withoutDockerHost<T>(make: () => T): T {
  const { DOCKER_HOST } = process.env;
  delete process.env.DOCKER_HOST;
  try {
    return make();
  } finally {
    if (DOCKER_HOST !== undefined) process.env.DOCKER_HOST = DOCKER_HOST;
  }
}
