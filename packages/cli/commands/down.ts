import type { Globals } from '../globals.ts';
import { wholeNumber } from '../values.ts';
import { showEvents } from '../view/show-events.ts';
import { plural, seconds } from '../words.ts';
import { withStack } from './with-stack.ts';

export function down(options: Globals & Record<string, unknown>): Promise<number> {
  return withStack(options, [], async ({ stack, out, signal }) => {
    const events = stack.down({
      signal,
      ...(options.volumes ? { volumes: true } : {}),
      ...(options.images ? { images: true } : {}),
      ...(options.removeOrphans ? { removeOrphans: true } : {}),
      ...(options.timeout === undefined ? {} : { timeout: wholeNumber(options.timeout, '--timeout') }),
    });
    const end = await showEvents(events, out, {
      title: `Stopping ${stack.model.project.name}`,
      engine: stack.engine.endpoint.url,
    });
    if (end.exitCode === 0 && !out.json && !out.quiet) {
      const { removed, took } = end.summary;
      out.print(`${out.colors.green('✓')} ${plural(removed, 'container')} removed in ${seconds(took)}`);
      if (!options.volumes && removed > 0)
        out.print(out.colors.dim('  The data is kept in the volumes; `sutazai up` goes on with it.'));
    }
    return end.exitCode;
  });
}
