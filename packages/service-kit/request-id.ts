import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The gateway's correlation id (X-Trace-ID) or a caller's own, if it is plain; else a new one. */
export function requestId(headers: IncomingHttpHeaders): string {
  for (const name of ['x-request-id', 'x-trace-id']) {
    const given = headers[name];
    if (typeof given === 'string' && /^[\w.:#-]{1,128}$/.test(given)) return given;
  }
  return randomUUID();
}
