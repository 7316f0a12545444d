import type { Globals } from '../globals.ts';
import { milliseconds, planOptions } from '../values.ts';
import { planLines } from '../view/plan-lines.ts';
import { showEvents } from '../view/show-events.ts';
import { summaryLines } from '../view/summary.ts';
import { withStack } from './with-stack.ts';

export function up(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const services = (args[0] ?? []) as string[];
  return withStack(options, services, async ({ stack, out, signal }) => {
    const choices = planOptions(services, options);
    const readyTimeout = milliseconds(String(options.readyTimeout ?? '10m'), '--ready-timeout');
    if (options.dryRun) {
      const plan = await stack.plan({ ...choices, signal });
      if (out.json) out.document(plan);
      else for (const line of planLines(plan, out.colors)) out.print(line);
      return 0;
    }
    const events = stack.up({
      ...choices,
      signal,
      readyTimeout,
      ...(options.fixPorts ? { fixPorts: true } : {}),
      ...(options.skipPreflight ? { skipPreflight: true } : {}),
    });
    const end = await showEvents(events, out, {
      title: `Starting ${stack.model.project.name}`,
      engine: stack.engine.endpoint.url,
    });
    if (end.exitCode === 0 && !out.json && !out.quiet) {
      for (const line of summaryLines(end.summary, await stack.status(), out.colors)) out.print(line);
    }
    return end.exitCode;
  });
}
