import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answers.ts';

export type StreamEnd = 'whole' | 'broken' | 'closed';

export interface StreamForm {
  begin(): void;
  token(text: string): void;
  thought(text: string): void;
  fault(message: string): void;
  end(): void;
}

/** Sends an answer's tokens in their time, with its fault where it has one. Resolves `closed` if the reader went away. */
export async function stream(answer: Answer, response: ServerResponse, form: StreamForm): Promise<StreamEnd> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const wait = (ms: number) => pause(ms, undefined, { signal: closed.signal }).catch(() => undefined);
  if (answer.firstByteAfter) await wait(answer.firstByteAfter);
  if (closed.signal.aborted) return 'closed';
  form.begin();
  for (const text of answer.thinking ?? []) form.thought(text);
  const begun = performance.now();
  for (const [i, text] of [...answer.tokens, undefined].entries()) {
    if (answer.fault?.after === i) {
      // What was written before is to arrive before the end does.
      await wait(20);
      if (answer.fault.kind === 'hang') await new Promise<void>((resolve) => response.once('close', () => resolve()));
      else if (answer.fault.kind === 'cut') response.destroy();
      else
        form.fault(answer.fault.message ?? 'an error was encountered while running the model: the runner has stopped');
      return closed.signal.aborted ? 'closed' : 'broken';
    }
    if (text === undefined) break;
    const due = answer.rate ? begun + (i * 1000) / answer.rate : undefined;
    const delay = due === undefined ? (i > 0 ? (answer.tokenDelay ?? 0) : 0) : due - performance.now();
    if (delay > 0) await wait(delay);
    if (closed.signal.aborted) return 'closed';
    form.token(text);
  }
  form.end();
  return 'whole';
}
