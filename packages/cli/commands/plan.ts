import type { Globals } from '../globals.ts';
import { planOptions } from '../values.ts';
import { planLines } from '../view/plan-lines.ts';
import { withStack } from './with-stack.ts';

export function plan(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const services = (args[0] ?? []) as string[];
  return withStack(options, services, async ({ stack, out, signal }) => {
    const result = await stack.plan({ ...planOptions(services, options), signal });
    if (out.json) out.document(result);
    else for (const line of planLines(result, out.colors)) out.print(line);
    return 0;
  });
}
