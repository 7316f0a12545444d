import type { Store } from '../store/index.ts';
import type { StackEvent } from './events.ts';

/** Passes an operation's events on and keeps its beginning and end in the store: what was done here, when, with what result. */
export async function* recorded(
  store: Pick<Store, 'operations'>,
  project: string,
  kind: string,
  events: AsyncIterable<StackEvent>,
): AsyncIterable<StackEvent> {
  const id = store.operations.begin({ project, kind });
  let code: string | undefined;
  for await (const event of events) {
    if (event.type === 'failure') code ??= event.diagnosis.code;
    if (event.type === 'end') {
      store.operations.finish(id, {
        outcome: event.outcome,
        ...(code === undefined ? {} : { code }),
        summary: event.summary,
      });
    }
    yield event;
  }
}
