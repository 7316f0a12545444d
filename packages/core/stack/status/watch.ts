import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../engine/index.ts';
import { EventStream } from '../apply/event-stream.ts';
import { containerActions } from '../container-actions.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import type { StackStatus } from '../stack.ts';
import { status } from './status.ts';

/** Milliseconds in which several events are answered by one list call. */
const gather = 60;
/** Milliseconds between two tries to reach an engine that has gone away; doubles up to the last. */
const retry = { first: 500, last: 10_000 };

/**
 * The status now and after every change. Nothing is polled: each event (of those that change what is shown) leads to one
 * list call. When the engine goes away, that is told once and the connection is tried again with growing pauses; after it
 * is back everything is listed anew, as events of the meantime are lost (facts 1.9).
 */
export async function* watch(engine: Engine, model: StackModel, signal: AbortSignal): AsyncIterable<StackStatus> {
  let last: StackStatus | undefined;
  let wait = retry.first;
  while (!signal.aborted) {
    try {
      for await (const now of connected(engine, model, signal)) {
        wait = retry.first;
        if (last && same(last, now)) continue;
        last = now;
        yield now;
      }
    } catch {
      // Told below: the connection is what failed, whatever the words.
    }
    if (signal.aborted) return;
    if (last?.engine.reachable !== false) {
      last = {
        project: model.project.name,
        services: last?.services ?? [],
        engine: { reachable: false, url: engine.endpoint.url },
      };
      yield last;
    }
    await pause(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(wait * 2, retry.last);
  }
}

/** When it was asked is no news. */
const same = (a: StackStatus, b: StackStatus) => JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 });

/** One connection's worth of snapshots; throws when the engine is lost. */
async function* connected(engine: Engine, model: StackModel, signal: AbortSignal): AsyncIterable<StackStatus> {
  const changed = new EventStream<true>();
  const inner = new AbortController();
  const follow = async () => {
    const events = engine.events({
      filter: { label: [`${label.project}=${model.project.name}`] },
      actions: containerActions,
      signal: AbortSignal.any([signal, inner.signal]),
      onSubscribed: () => changed.push(true),
    });
    for await (const _ of events) changed.push(true);
    throw new Error('the engine ended its event stream');
  };
  follow().catch((error: unknown) => changed.end(signal.aborted ? undefined : error));
  // Once a connection: an engine that was updated is another connection.
  const version = engine.info(inner.signal).then(
    (i) => i.version,
    () => undefined,
  );
  try {
    for await (const _ of changed) {
      await pause(gather);
      changed.drain();
      const [now, is] = await Promise.all([status(engine, model, signal), version]);
      yield is === undefined ? now : { ...now, engine: { ...now.engine, version: is } };
    }
  } finally {
    inner.abort();
  }
}
