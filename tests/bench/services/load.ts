// Load by autocannon, in a process of its own: its own work must not count as the server's.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const autocannon = fileURLToPath(new URL('../../../node_modules/autocannon/autocannon.js', import.meta.url));

export interface Measured {
  /** Requests a second. */
  rps: number;
  /** Milliseconds. */
  p99: number;
}

/** Fifty connections, each with one request at a time. Rejects if any request fails. */
export function cannon(url: string, seconds: number, headers: Record<string, string> = {}): Promise<Measured> {
  const sent = Object.entries(headers).flatMap(([k, v]) => ['-H', `${k}=${v}`]);
  const args = [autocannon, '--json', '--no-progress', '-c', '50', '-d', String(seconds), ...sent, url];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 24 }, (error, stdout) => {
      if (error) return reject(error);
      const result = JSON.parse(stdout) as {
        requests: { average: number };
        latency: { p99: number };
        errors: number;
        non2xx: number;
      };
      if (result.errors + result.non2xx > 0)
        return reject(new Error(`${url}: ${result.errors} errors, ${result.non2xx} refusals`));
      resolve({ rps: result.requests.average, p99: result.latency.p99 });
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const at = (i: number) => sorted[i] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

export const round = (value: number, digits = 2) => Number(value.toFixed(digits));
