import { expect, it } from 'vitest';
import type { StackEvent } from '../stack/index.ts';
import { Operations } from './index.ts';
import type { OperationBatch } from './operation.ts';

const progress = (fraction: number): StackEvent => ({
  at: 0,
  type: 'progress',
  fraction,
  phase: 'x',
  downloadedBytes: 0,
  totalBytes: 0,
});
const service = (name: string, state: 'starting' | 'ready'): StackEvent => ({
  at: 0,
  type: 'service',
  service: name,
  state,
});
const end = (outcome: 'done' | 'cancelled'): StackEvent => ({
  at: 9,
  type: 'end',
  outcome,
  exitCode: outcome === 'done' ? 0 : 130,
  summary: {
    took: 9,
    ready: 1,
    finished: 0,
    kept: 0,
    created: 1,
    recreated: 0,
    started: 1,
    stopped: 0,
    removed: 0,
    failed: [],
  },
});

/** An operation that is driven by hand. */
function driven() {
  const queue: StackEvent[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const run = async (signal: AbortSignal) => {
    signal.addEventListener('abort', () => {
      queue.push(end('cancelled'));
      ended = true;
      wake();
    });
    return (async function* () {
      for (;;) {
        const next = queue.shift();
        if (next) yield next;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    })();
  };
  return {
    run,
    tell: (...events: StackEvent[]) => {
      queue.push(...events);
      wake();
    },
    finish: () => {
      queue.push(end('done'));
      ended = true;
      wake();
    },
  };
}

/** Batches until one of them satisfies the condition. */
async function readUntil(operations: Operations, done: (all: OperationBatch[]) => boolean): Promise<OperationBatch[]> {
  const stop = new AbortController();
  const all: OperationBatch[] = [];
  for await (const batch of operations.watch(stop.signal)) {
    all.push(batch);
    if (done(all)) break;
  }
  return all;
}
const ended = (all: OperationBatch[]) => all.at(-1)?.operation?.endedAt !== undefined;

it('who comes late gets what happened, without what is stale', async () => {
  const operations = new Operations(() => 5);
  const one = driven();
  const { id } = operations.begin({ kind: 'up', selection: { tier: 'core' } }, one.run);
  one.tell(progress(0.1), service('db', 'starting'), progress(0.2), service('db', 'ready'), progress(0.3));
  const first = readUntil(operations, ended);
  await new Promise((r) => setTimeout(r, 20));
  const [late] = await readUntil(operations, () => true);
  expect(late).toEqual({
    operation: { id, kind: 'up', selection: { tier: 'core' }, begunAt: 5 },
    replay: true,
    events: [service('db', 'ready'), progress(0.3)],
  });
  one.finish();
  const last = (await first).at(-1);
  expect(last?.operation).toMatchObject({ outcome: 'done', endedAt: 5 });
  // After the end, too.
  const [afterwards] = await readUntil(operations, () => true);
  expect(afterwards?.events.map((e) => e.type)).toEqual(['service', 'progress', 'end']);
});

it('two at a time are refused; a new one makes listeners begin anew', async () => {
  const operations = new Operations();
  const one = driven();
  operations.begin({ kind: 'up' }, one.run);
  expect(() => operations.begin({ kind: 'down' }, one.run)).toThrow(
    expect.objectContaining({ code: 'OPERATION_RUNNING' }),
  );
  const all = readUntil(operations, (b) => b.at(-1)?.operation?.kind === 'down');
  await new Promise((r) => setTimeout(r, 10));
  one.finish();
  await operations.close();
  operations.begin({ kind: 'down' }, driven().run);
  expect((await all).at(-1)).toMatchObject({ replay: true, events: [], operation: { kind: 'down' } });
});

it('a cancel is told, and ends it; of another operation it does nothing', async () => {
  const operations = new Operations();
  const one = driven();
  const { id } = operations.begin({ kind: 'up' }, one.run);
  expect(operations.cancel('other')).toBe(false);
  const all = readUntil(operations, ended);
  await new Promise((r) => setTimeout(r, 10));
  expect(operations.cancel(id)).toBe(true);
  expect((await all).at(-1)?.operation).toMatchObject({ outcome: 'cancelled' });
  expect(operations.cancel(id)).toBe(false);
  expect(operations.active).toBe(false);
});

it('a stack that cannot be opened is a failure of the operation', async () => {
  const operations = new Operations();
  operations.begin({ kind: 'up' }, () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })));
  const all = await readUntil(operations, ended);
  expect(all.at(-1)?.operation).toMatchObject({ outcome: 'failed' });
  const failures = all.flatMap((b) => b.events).flatMap((e) => (e.type === 'failure' ? [e.diagnosis.code] : []));
  expect(failures).toEqual(['DISK_FULL']);
});

it('a subscription ends with its signal, also while nothing happens', async () => {
  const operations = new Operations();
  const stop = new AbortController();
  const reading = (async () => {
    for await (const _ of operations.watch(stop.signal));
    return 'ended';
  })();
  await new Promise((r) => setTimeout(r, 80));
  stop.abort();
  expect(await reading).toBe('ended');
});
