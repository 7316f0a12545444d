import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Dialer } from './agents.ts';

export interface Answer {
  status: number;
  text: string;
}

/** One GET and its whole answer. Rejects if there is none, if it breaks off, and by the signal at any time. */
export function readAnswer(dial: Dialer, path: string, signal?: AbortSignal): Promise<Answer> {
  const { agent, socketPath, host, port } = dial;
  const where = socketPath === undefined ? { host, port } : { socketPath };
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json' };
    const request = (dial.protocol === 'https' ? overHttps : overHttp)({ agent, ...where, path, headers });
    const abort = () => request.destroy(new Error('not wanted any more'));
    const settle = () => signal?.removeEventListener('abort', abort);
    const fail = (error: Error) => {
      settle();
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    request.on('error', fail);
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', fail);
      response.on('end', () => {
        settle();
        const answer = { status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') };
        // Only then is its connection free: who asks again at once would open another one.
        request.on('close', () => resolve(answer));
      });
    });
    request.end();
  });
}
