import type { StackStatus } from '@sutazai/core/stack';
import type { Globals } from '../globals.ts';
import { Screen } from '../view/screen.ts';
import { statusLines } from '../view/status-lines.ts';
import { withStack } from './with-stack.ts';

export function status(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const services = (args[0] ?? []) as string[];
  const only = (s: StackStatus): StackStatus =>
    services.length === 0 ? s : { ...s, services: s.services.filter((x) => services.includes(x.service)) };
  return withStack(options, services, async ({ stack, out, signal }) => {
    if (!options.watch) {
      const now = only(await stack.status({ signal }));
      if (out.json) out.document(now);
      else for (const line of statusLines(now, out.colors)) out.print(line);
      return 0;
    }
    const screen = out.live ? new Screen(process.stdout) : undefined;
    try {
      for await (const raw of stack.watch({ signal })) {
        const now = only(raw);
        if (out.json) out.document(now);
        else if (screen) screen.draw(statusLines(now, out.colors));
        else for (const line of statusLines(now, out.colors)) out.print(line);
      }
    } finally {
      screen?.end();
    }
    return 0;
  });
}
