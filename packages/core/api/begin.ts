import type { OperationRequest } from '../contract/index.ts';
import type { Host } from '../host.ts';
import type { Stack, StackEvent } from '../stack/index.ts';
import { given } from './base.ts';

/** Begins what was asked for; it runs on in the host, whatever becomes of the page. */
export function begin(host: Host, request: OperationRequest): { id: string } {
  const selection = 'selection' in request && request.selection ? given(request.selection) : undefined;
  if (request.kind === 'up' && !host.operations.active) host.renew();
  return host.operations.begin({ kind: request.kind, ...(selection ? { selection } : {}) }, async (signal) =>
    host.stack.stream((stack) => run(stack, request, selection ?? {}, signal)),
  );
}

function run(
  stack: Stack,
  request: OperationRequest,
  selection: { services?: string[]; tier?: string },
  signal: AbortSignal,
): AsyncIterable<StackEvent> {
  const options = { ...given(request.options ?? {}), signal };
  switch (request.kind) {
    case 'up':
      return stack.up({ ...options, ...(Object.keys(selection).length > 0 ? { selection } : {}) });
    case 'down':
      return stack.down(options);
    case 'start':
      return stack.start(selection, options);
    case 'stop':
      return stack.stop(selection, options);
    case 'restart':
      return stack.restart(selection, options);
  }
}
