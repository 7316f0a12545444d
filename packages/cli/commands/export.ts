import type { Globals } from '../globals.ts';
import { withStack } from './with-stack.ts';

export function exportProject(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  return withStack(options, [], async ({ stack, out }) => {
    const result = await stack.exportTo(String(args[0]), options.force ? { force: true } : {});
    if (out.json) out.document(result);
    else if (!out.quiet) {
      out.print(`${out.colors.green('✓')} written to ${result.directory}: ${result.files.join(', ')}`);
      for (const note of result.notes) out.print(`  ${out.colors.yellow('!')} ${note}`);
      out.print(out.colors.dim(`  Run it with: docker compose --project-directory ${result.directory} up`));
    }
    return 0;
  });
}
