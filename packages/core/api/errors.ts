import { ORPCError } from '@orpc/server';
import { type Diagnosis, fromUnknown, SutazaiError } from '../diagnose/index.ts';

/**
 * Around every call of every transport: whatever is thrown, at once or in the middle of a stream, leaves as the contract's one
 * error with a diagnosis. A payload that does not fit stays `BAD_REQUEST`. Stack traces stay here.
 */
export async function typedErrors(call: { next: () => Promise<unknown>; signal?: AbortSignal }): Promise<unknown> {
  try {
    const output = await call.next();
    return isStream(output) ? guarded(output, call.signal) : output;
  } catch (error) {
    throw typed(error);
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof (value as { [Symbol.asyncIterator]?: unknown } | undefined | null)?.[Symbol.asyncIterator] === 'function'
  );
}

/** The same values; ends when the listener goes, even while the next value is still awaited. */
async function* guarded(values: AsyncIterable<unknown>, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
  try {
    for await (const value of values) {
      if (signal?.aborted) return;
      yield value;
    }
  } catch (error) {
    if (!signal?.aborted) throw typed(error);
  }
}

function typed(error: unknown): unknown {
  if (error instanceof ORPCError && (error.defined || error.status < 500)) return error;
  return new ORPCError('SUTAZAI', { defined: true, status: 422, data: shown(error) });
}

/** Of a defect, only the first line of its message; where in our code it happened helps nobody who reads it on a page. */
function shown(error: unknown): Diagnosis {
  if (error instanceof SutazaiError) return error.diagnosis;
  const { diagnosis } = fromUnknown(error);
  if (diagnosis.code !== 'INTERNAL') return diagnosis;
  const { raw: _, evidence: __, ...rest } = diagnosis;
  return rest;
}
