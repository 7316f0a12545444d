/**
 * As much of protobuf's wire format as BuildKit's small messages need: key = field << 3 | type; varint 0, 64 bit 1,
 * length-delimited 2, 32 bit 5. A whole library for five messages would double the command line's start-up time.
 * @throws RangeError for a message that is cut off
 */
export function* fields(data: Buffer): Generator<[number, Buffer | number]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = data[at++];
      if (byte === undefined) throw new RangeError('the message ends in the middle of a number');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < data.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const type = key % 8;
    if (type === 0) yield [field, varint()];
    else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else if (type === 2) {
      const length = varint();
      if (at + length > data.length) throw new RangeError('the message ends in the middle of a field');
      yield [field, data.subarray(at, at + length)];
      at += length;
    } else throw new RangeError(`wire type ${type}`);
  }
}

/** The last value of a text field, '' if it is absent (proto3's default). */
export function textField(data: Buffer, field: number): string {
  let found = '';
  for (const [number, value] of fields(data)) if (number === field && Buffer.isBuffer(value)) found = value.toString();
  return found;
}

/** One length-delimited field: text, bytes or a message. An empty value is left out, as proto3 does. */
export function bytesField(field: number, value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(value);
  return bytes.length === 0 ? bytes : Buffer.concat([varintOf(field * 8 + 2), varintOf(bytes.length), bytes]);
}

/** One number field. */
export function numberField(field: number, value: number): Buffer {
  return Buffer.concat([varintOf(field * 8), varintOf(value)]);
}

function varintOf(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
