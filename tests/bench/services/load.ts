// Load by wrk, in a process of its own: its own work must not count as the server's. A load tool that itself needs more for a
// request than the server does (autocannon: about 80 µs on the machine where ours needed 50) measures itself.
import { execFile } from 'node:child_process';

export interface Measured {
  /** Requests a second. */
  rps: number;
  /** Milliseconds. */
  p99: number;
}

/** Fifty connections, each with one request at a time. Rejects if any request fails. */
export function load(url: string, seconds: number, headers: Record<string, string> = {}): Promise<Measured> {
  const sent = Object.entries(headers).flatMap(([k, v]) => ['-H', `${k}: ${v}`]);
  const args = ['-t1', '-c50', `-d${seconds}s`, '--latency', ...sent, url];
  return new Promise((resolve, reject) => {
    execFile('wrk', args, { encoding: 'utf8' }, (error, stdout) => {
      if (error) return reject(error);
      const failed = /^\s*(Non-2xx.*|Socket errors.*)$/m.exec(stdout)?.[1];
      if (failed) return reject(new Error(`${url}: ${failed}`));
      resolve(parse(stdout));
    });
  });
}

/** wrk tells in words: `Requests/sec:  11130.12`, `     99%    5.20ms`. */
function parse(report: string): Measured {
  const rps = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(report)?.[1]);
  const [, value, unit = ''] = /^\s+99%\s+([\d.]+)(us|ms|s)$/m.exec(report) ?? [];
  const p99 = Number(value) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
  if (!Number.isFinite(rps) || !Number.isFinite(p99)) throw new Error(`wrk's report is not understood: ${report}`);
  return { rps, p99 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const at = (i: number) => sorted[i] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

export const round = (value: number, digits = 2) => Number(value.toFixed(digits));
