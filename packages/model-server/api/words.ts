import { ZodError } from 'zod';
import { ModelServerError } from '../failures.ts';

/** One line that says what went wrong; never a stack trace. */
export function wordsOf(error: unknown): string {
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return issue ? `${issue.path.join('.') || 'the request'}: ${issue.message}` : 'the request does not fit';
  }
  if (error instanceof ModelServerError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `the model runner failed: ${text.split('\n')[0]?.slice(0, 200)}`;
}

export function statusOf(error: unknown): number {
  if (error instanceof ZodError || error instanceof SyntaxError) return 400;
  if (error instanceof ModelServerError) return error.status;
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : 500;
}
