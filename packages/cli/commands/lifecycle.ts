import type { Globals } from '../globals.ts';
import { selectionOf, wholeNumber } from '../values.ts';
import { showEvents } from '../view/show-events.ts';
import { seconds } from '../words.ts';
import { withStack } from './with-stack.ts';

const titles = { start: 'Starting', stop: 'Stopping', restart: 'Restarting' };

export function lifecycle(
  kind: 'start' | 'stop' | 'restart',
  args: unknown[],
  options: Globals & Record<string, unknown>,
): Promise<number> {
  const services = (args[0] ?? []) as string[];
  return withStack(options, [], async ({ stack, out, signal }) => {
    const timeout = options.timeout === undefined ? {} : { timeout: wholeNumber(options.timeout, '--timeout') };
    const events = stack[kind](selectionOf(services, options), { signal, ...timeout });
    const end = await showEvents(events, out, {
      title: `${titles[kind]} ${stack.model.project.name}`,
      engine: stack.engine.endpoint.url,
    });
    if (end.exitCode === 0 && !out.json && !out.quiet) {
      out.print(`${out.colors.green('✓')} done in ${seconds(end.summary.took)}`);
    }
    return end.exitCode;
  });
}
