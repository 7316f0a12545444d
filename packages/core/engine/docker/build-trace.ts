import { fields } from './protobuf.ts';

/**
 * BuildKit's progress inside the build answer: base64 of a protobuf `moby.buildkit.v1.StatusResponse`. Read are the names
 * of the steps (vertexes = 1: name = 3, cached = 4, started = 5, completed = 6, error = 7) and their output (logs = 3: msg = 4);
 * field numbers from BuildKit's published control.proto. Anything else, and anything broken, is skipped.
 */
export function decodeTrace(base64: string): string[] {
  const out: string[] = [];
  try {
    for (const [field, value] of fields(Buffer.from(base64, 'base64'))) {
      if (!Buffer.isBuffer(value)) continue;
      if (field === 1) out.push(...vertexLines(value));
      else if (field === 3) out.push(...logLines(value));
    }
  } catch {
    // A message of a newer form: its lines are lost, the build is not.
  }
  return out;
}

function vertexLines(data: Buffer): string[] {
  const parts = new Map(fields(data));
  const name = text(parts.get(3));
  if (name === '' || !parts.has(5)) return [];
  const failure = text(parts.get(7));
  if (failure !== '') return [`${name}: ${failure}`];
  if (parts.get(4) === 1) return parts.has(6) ? [`CACHED ${name}`] : [];
  return parts.has(6) ? [] : [name];
}

function logLines(data: Buffer): string[] {
  return text(new Map(fields(data)).get(4))
    .split('\n')
    .filter((line) => line !== '');
}

function text(value: Buffer | number | undefined): string {
  return Buffer.isBuffer(value) ? value.toString('utf8') : '';
}
