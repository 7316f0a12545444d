export interface Frame {
  stream: 'stdout' | 'stderr';
  data: Uint8Array;
}

const headerBytes = 8;

/** Frames one by one; see `frameBatches`. */
export async function* frames(source: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const batch of frameBatches(source)) yield* batch;
}

/**
 * Frames of a multiplexed stream: 8 bytes of header (stream, 0, 0, 0, size big endian), then the payload. A frame may be
 * split over chunks, and a chunk hold many frames (facts 3.4). Payloads are views of the chunk wherever they fit in one.
 * Those that came together are given together: of thousands a second, each must not cost a turn of the event loop.
 */
export async function* frameBatches(source: AsyncIterable<Uint8Array>): AsyncIterable<Frame[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    const batch: Frame[] = [];
    let at = 0;
    while (rest.length - at >= headerBytes) {
      const size = rest.readUInt32BE(at + 4);
      const end = at + headerBytes + size;
      if (rest.length < end) break;
      batch.push({ stream: rest[at] === 2 ? 'stderr' : 'stdout', data: rest.subarray(at + headerBytes, end) });
      at = end;
    }
    rest = rest.subarray(at);
    if (batch.length > 0) yield batch;
  }
}

/** A stream of a terminal is not multiplexed: everything is standard output. */
export async function* rawFrames(source: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const data of source) yield { stream: 'stdout', data };
}

/** The same, as `frameBatches` gives them. */
export async function* rawBatches(source: AsyncIterable<Uint8Array>): AsyncIterable<Frame[]> {
  for await (const data of source) yield [{ stream: 'stdout', data }];
}
