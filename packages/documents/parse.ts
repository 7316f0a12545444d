import { Worker } from 'node:worker_threads';
import { Problem } from '@sutazai/service-kit';
import type { Page } from './chunk.ts';

export interface Parsed {
  mime: string;
  pages: Page[];
}

const supported = 'Send PDF, DOCX, HTML, Markdown or plain text in UTF-8.';

/** Text of a document, read in a thread with bounds of time (ms) and memory. @throws Problem 422 with the reason */
export function parseDocument(bytes: Buffer, name: string, timeout = 60_000): Promise<Parsed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./parse-worker.mjs', import.meta.url), {
      workerData: { bytes, name },
      resourceLimits: { maxOldGenerationSizeMb: 768 },
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    const refuse = (code: string, message: string) => reject(new Problem(422, code, message, supported));
    const timer = setTimeout(() => {
      refuse('TOO_SLOW', `The document could not be read within ${timeout / 1000} seconds.`);
      void worker.terminate();
    }, timeout);
    worker.once('message', (answer: { ok?: Parsed; refusal?: { code: string; message: string } }) => {
      if (answer.ok) resolve(answer.ok);
      else refuse(answer.refusal?.code ?? 'UNREADABLE', answer.refusal?.message ?? 'The document cannot be read.');
      void worker.terminate();
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        refuse('TOO_LARGE', 'Reading the document takes more memory than is allowed.');
      else refuse('UNREADABLE', 'The document cannot be read.');
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      refuse('UNREADABLE', 'The document cannot be read.');
    });
  });
}
