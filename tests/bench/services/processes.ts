// The processes that are measured, each on a port of its own, and all of them ended at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const running: ChildProcess[] = [];

/** Starts it, waits until `path` answers, and gives back where: `http://127.0.0.1:PORT`. */
export async function serve(
  command: string,
  args: (port: number) => string[],
  path: string,
  env: (port: number) => Record<string, string> = () => ({}),
): Promise<string> {
  const port = await freePort();
  const child = spawn(command, args(port), {
    env: { ...process.env, ...env(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`${command} ${args(port).join(' ')}: exit code ${child.exitCode}`);
    if ((await fetch(url + path).catch(() => undefined))?.ok) return url;
    await pause(50);
  }
  throw new Error(`${command} ${args(port).join(' ')}: does not answer`);
}

export async function endAll(): Promise<void> {
  await Promise.all(
    running.splice(0).map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null) return resolve();
          child.once('exit', () => resolve());
          child.kill('SIGTERM');
        }),
    ),
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
