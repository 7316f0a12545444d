// A service as a process of its own on a free port, as it runs embedded: by its settings alone.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface ServiceProcess {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Asks it to stop and waits; its exit code, or the signal that ended it. Safe to call twice. */
  stop(): Promise<number | string | null>;
  /** As a machine that loses power: `SIGKILL`, and waits until it is gone. */
  kill(): Promise<unknown>;
  /** `SIGSTOP`: it holds its connections and says nothing. */
  freeze(): void;
  thaw(): void;
}

export interface ProcessOptions {
  command: string;
  args: readonly string[] | ((port: number) => readonly string[]);
  env?: (port: number) => Record<string, string>;
  /** Asked until it answers. */
  health?: string;
}

/** Rejects if it ends instead, or does not answer within a minute; it does not go on running then. */
export async function startProcess(options: ProcessOptions): Promise<ServiceProcess> {
  const { command, args, env, health = '/health' } = options;
  const port = await freePort();
  const child = spawn(command, typeof args === 'function' ? args(port) : args, {
    env: { ...process.env, ...env?.(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part) => {
    said = `${said}${part}`.slice(-2_000);
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await fetch(url + health).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`${command}: exit code ${child.exitCode}: ${said}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${command}: does not answer: ${said}`);
    }
    await pause(50);
  }
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
