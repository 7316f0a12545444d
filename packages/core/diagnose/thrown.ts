import type { Classifiable } from './classify.ts';

/** The fields that the errors we know have; anything can be thrown. */
export interface Thrown {
  name: string;
  message: string;
  code?: string;
  stack?: string;
  record: Record<string, unknown>;
}

/** Reads an unknown value into that shape. */
export function shapeOf(error: unknown): Thrown {
  if (typeof error !== 'object' || error === null) return { name: '', message: String(error ?? ''), record: {} };
  const record = error as Record<string, unknown>;
  // A promise group that failed: its first reason says more than "all promises were rejected".
  const first = Array.isArray(record.errors) && record.message === '' ? shapeOf(record.errors[0]) : undefined;
  const { name, code, stack } = record;
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof record.message === 'string' && record.message !== '' ? record.message : (first?.message ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
    record: { ...record },
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
