import type { Globals } from '../globals.ts';
import { wholeNumber } from '../values.ts';
import { withStack } from './with-stack.ts';

/** Runs a command in a service's container; its exit code becomes ours. */
export function exec(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const [service, command, rest] = args as [string, string, string[]];
  return withStack(options, [], async ({ stack, out, signal }) => {
    const terminal =
      process.stdin.isTTY === true && process.stdout.isTTY === true && options.tty !== false && !out.json;
    const interactive = terminal || options.interactive === true;
    const session = await stack.exec(service, {
      cmd: [command, ...rest],
      tty: terminal,
      stdin: interactive,
      signal,
      ...(Array.isArray(options.env) ? { env: options.env as string[] } : {}),
      ...(options.user ? { user: String(options.user) } : {}),
      ...(options.workdir ? { workingDir: String(options.workdir) } : {}),
      ...(options.index === undefined ? {} : { index: wholeNumber(options.index, '--index') }),
    });
    const resize = () => void session.resize(process.stdout.columns, process.stdout.rows).catch(() => undefined);
    if (terminal) {
      process.stdin.setRawMode(true);
      process.stdout.on('resize', resize);
      resize();
    }
    if (interactive) {
      process.stdin.on('data', (data: Buffer) => session.write(data));
      process.stdin.on('end', () => session.endInput());
    }
    try {
      for await (const { stream, data } of session.output) {
        if (out.json) out.document({ stream, text: Buffer.from(data).toString('utf8') });
        else (stream === 'stderr' ? process.stderr : process.stdout).write(data);
      }
      const exitCode = await session.exitCode();
      if (out.json) out.document({ exitCode });
      return exitCode;
    } finally {
      if (terminal) process.stdin.setRawMode(false);
      process.stdin.pause();
      process.stdout.off('resize', resize);
    }
  });
}
