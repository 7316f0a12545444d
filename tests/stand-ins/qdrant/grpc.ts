// One gRPC call over plain HTTP/2, without a library: so that what is tested is what is on the wire.
import { connect } from 'node:http2';

export interface GrpcAnswer {
  /** 0 is OK; 12 UNIMPLEMENTED; 16 UNAUTHENTICATED. */
  status: number;
  said: string;
  message: Buffer;
}

export function grpcCall(port: number, path: string, headers: Record<string, string> = {}): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`);
    const done = (act: () => void): void => {
      session.destroy();
      act();
    };
    session.on('error', (error) => done(() => reject(error)));
    const call = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const chunks: Buffer[] = [];
    // Where the call fails at once, the trailers come as the only headers.
    let ending: Record<string, unknown> = {};
    call.setTimeout(5000, () => done(() => reject(new Error(`no answer from ${path}`))));
    call.on('response', (first) => {
      ending = { ...ending, ...first };
    });
    call.on('trailers', (last) => {
      ending = { ...ending, ...last };
    });
    call.on('data', (chunk: Buffer) => chunks.push(chunk));
    call.on('error', (error) => done(() => reject(error)));
    call.on('end', () => {
      const status = Number(ending['grpc-status'] ?? Number.NaN);
      const said = decodeURIComponent(String(ending['grpc-message'] ?? ''));
      // Five bytes before the message: not compressed, and its length.
      done(() => resolve({ status, said, message: Buffer.concat(chunks).subarray(5) }));
    });
    // An empty message: no compression, length 0.
    call.end(Buffer.alloc(5));
  });
}
