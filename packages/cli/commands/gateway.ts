import { gatewayDriftOf } from '@sutazai/core/host';
import type { Globals } from '../globals.ts';
import { withStack } from './with-stack.ts';

const signs = { create: '+', update: '~', delete: '-' } as const;

/** How the running gateway differs from its file. Exit code 1 if it does, so that a script can ask. */
export function gateway(_: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  return withStack(options, [], async ({ stack, out, signal }) => {
    const changes = await gatewayDriftOf(stack.model, signal);
    if (out.json) {
      // The entities hold keys of consumers: only what they are called is told.
      out.document(
        (changes ?? []).map(({ action, entity, fields }) => ({ action, kind: entity.kind, key: entity.key, fields })),
      );
    } else if (!changes) out.print(`${stack.model.project.name} declares no gateway`);
    else if (changes.length === 0) out.print('The gateway is as its file says.');
    else {
      for (const { action, entity, fields } of changes) {
        out.print(`${signs[action]} ${entity.kind} ${entity.key}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`);
      }
      out.note('`sutazai up` makes it as its file says.');
    }
    return changes && changes.length > 0 ? 1 : 0;
  });
}
