import { type Http2Stream, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';

/** gRPC status codes that are used here. */
export const status = { notFound: 5, unimplemented: 12, internal: 13, unavailable: 14 } as const;

/** What a method answers when it cannot; reaches the other side as its status and message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** One call: the metadata that came with it, its messages as they come, and a way to answer. */
export interface Call {
  metadata(name: string): string;
  messages: AsyncIterable<Buffer>;
  send(message: Buffer): void;
}
/** Resolves when all is answered. @throws GrpcError */
export type Method = (call: Call) => Promise<void>;

/** A method with one message in and one out. */
export function unary(answer: (request: Buffer) => Promise<Buffer> | Buffer): Method {
  return async ({ messages, send }) => {
    for await (const message of messages) return send(await answer(message));
    send(await answer(Buffer.alloc(0)));
  };
}

/**
 * Serves gRPC on a connection that the other side opened calls on: the engine is the client of a build's session. `methods`
 * by path, e.g. `/moby.buildkit.secrets.v1.Secrets/GetSecret`. Wire form: the gRPC over HTTP/2 specification.
 */
export function serveGrpc(connection: Duplex, methods: Readonly<Record<string, Method>>): ServerHttp2Session {
  // Any duplex will do for HTTP/2; the types name only the usual one.
  const session = performServerHandshake(connection as Parameters<typeof performServerHandshake>[0]);
  session.on('error', () => undefined);
  session.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    void answer(stream, methods[String(headers[':path'])], (name) => String(headers[name] ?? ''));
  });
  return session;
}

async function answer(
  stream: ServerHttp2Stream,
  method: Method | undefined,
  metadata: Call['metadata'],
): Promise<void> {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
  let trailers: Record<string, string> = { 'grpc-status': '0' };
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  try {
    if (!method) throw new GrpcError(status.unimplemented, 'not offered');
    await method({ metadata, messages: messagesOf(stream), send: (message) => stream.write(framed(message)) });
  } catch (error) {
    const told = error instanceof GrpcError ? error : new GrpcError(status.internal, 'it failed');
    trailers = { 'grpc-status': String(told.code), 'grpc-message': encodeURIComponent(told.message) };
  }
  if (!stream.destroyed) stream.end();
}

/** A message on the wire: a byte that says whether it is compressed, its length, itself. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

async function* messagesOf(stream: Http2Stream): AsyncGenerator<Buffer, void> {
  let rest = Buffer.alloc(0);
  // Whoever stops reading has still to answer on the same stream.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 5) {
      const end = 5 + rest.readUInt32BE(1);
      if (rest.length < end) break;
      if (rest[0] !== 0) throw new GrpcError(status.unimplemented, 'compressed messages are not taken');
      yield rest.subarray(5, end);
      rest = rest.subarray(end);
    }
  }
}
