import type { Classifiable } from './classify.ts';

/** The fields that the errors we know have; anything can be thrown. */
export interface Thrown {
  name: string;
  message: string;
  code?: string;
  stack?: string;
  record: Record<string, unknown>;
}

/** Reads an unknown value into that shape; even one whose fields cannot be read. */
export function shapeOf(error: unknown): Thrown {
  if (typeof error !== 'object' || error === null) return { name: '', message: String(error ?? ''), record: {} };
  try {
    return shapeOfObject(error);
  } catch {
    return { name: '', message: 'something that cannot be read was thrown', record: {} };
  }
}

function shapeOfObject(error: object): Thrown {
  // Of an Error, `message` and `stack` are no enumerable fields; the parameters of a code are.
  const { name, message, code, stack, errors } = error as Record<string, unknown>;
  // A promise group that failed: its first reason says more than "all promises were rejected".
  const first = Array.isArray(errors) && !message ? shapeOf(errors[0]) : undefined;
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' && message !== '' ? message : (first?.message ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
    record: { ...error },
  };
}

export function isAbort(thrown: Thrown): boolean {
  return thrown.name === 'AbortError' || thrown.code === 'ABORT_ERR';
}

/** An EngineError by its shape: `detail` with an operation. */
export function engineError(thrown: Thrown): Classifiable | undefined {
  const detail = thrown.record.detail;
  if (typeof detail !== 'object' || detail === null) return undefined;
  const { operation, status, syscallCode, subject } = detail as Record<string, unknown>;
  if (typeof operation !== 'string') return undefined;
  return {
    message: thrown.message,
    operation,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof syscallCode === 'string' ? { syscallCode } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
  };
}
