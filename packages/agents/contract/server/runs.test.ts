import { Problem } from '@sutazai/service-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../protocol/index.ts';
import type { Run } from './run.ts';
import { Runs, type RunsOptions, type Work } from './runs.ts';

const never = new AbortController().signal;
const runs = (work: Work, more: Partial<RunsOptions> = {}) =>
  new Runs({ agent: 'a', defaultModel: 'm', work, ...more });
const untilStopped: Work = (_request, { signal, tell }) => {
  tell({ type: 'token', text: 'so far' });
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
};
async function all(run: Run, after = -1): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run.follow(after, never)) events.push(event);
  return events;
}

describe('a run', () => {
  afterEach(() => vi.useRealTimers());

  it('tells those who come late the same as those who were there', async () => {
    const run = runs(async (_r, { tell }) => {
      tell({ type: 'token', text: 'a' });
      await Promise.resolve();
      tell({ type: 'token', text: 'b' });
      return 'ab';
    }).begin({ prompt: 'x' });
    const there = await all(run);
    expect(there.map((e) => e.type)).toEqual(['start', 'token', 'token', 'end']);
    expect(await all(run)).toEqual(there);
    expect(await all(run, 1)).toEqual(there.slice(2));
    expect(await all(run, 99)).toEqual([]);
  });

  it('ends at once when it is stopped, even where its work does not', async () => {
    let late: () => void = () => undefined;
    const run = runs((_r, { tell }) => {
      tell({ type: 'token', text: 'half' });
      late = () => tell({ type: 'token', text: ' too late' });
      return new Promise(() => undefined);
    }).begin({ prompt: 'x' });
    run.cancel();
    const events = await all(run);
    expect(events.at(-1)).toMatchObject({ type: 'end', status: 'cancelled', response: 'half' });
    late();
    expect(await all(run)).toEqual(events);
  });

  it('tells a foreseen failure as it is, and keeps any other to the log', async () => {
    const logged: unknown[] = [];
    const fails = (error: Error) =>
      all(runs(() => Promise.reject(error), { log: (e) => logged.push(e) }).begin({ prompt: 'x' }));
    expect((await fails(new Problem(404, 'MODEL_MISSING', 'Not there.', 'Load it.'))).at(-1)).toMatchObject({
      type: 'error',
      code: 'MODEL_MISSING',
      next_step: 'Load it.',
    });
    expect(logged).toEqual([]);
    const secret = new Error('password is hunter2');
    expect(JSON.stringify(await fails(secret))).not.toContain('hunter2');
    expect(logged).toEqual([secret]);
  });

  it('ends when nobody has listened for a while, and not before', async () => {
    vi.useFakeTimers();
    const run = runs(untilStopped, { grace: 1_000 }).begin({ prompt: 'x' });
    const listen = async () => {
      const gone = new AbortController();
      const events = run.follow(-1, gone.signal);
      await events.next();
      return async () => {
        gone.abort();
        await events.return();
      };
    };
    const first = await listen();
    const second = await listen();
    await first();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(run.ended).toBe(false);
    await second();
    await vi.advanceTimersByTimeAsync(900);
    expect(run.ended).toBe(false);
    const back = await listen();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(run.ended).toBe(false);
    await back();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(run.ended).toBe(true);
  });

  it('is the same for the same key, and too many are refused', async () => {
    const some = runs(untilStopped, { most: 2 });
    const one = some.begin({ prompt: 'x' }, 'key');
    expect(some.begin({ prompt: 'x' }, 'key')).toBe(one);
    some.begin({ prompt: 'y' });
    expect(() => some.begin({ prompt: 'z' })).toThrow(expect.objectContaining({ status: 429 }));
    await some.stop();
    expect(one.ended).toBe(true);
    some.begin({ prompt: 'z' }).cancel();
  });

  it('is forgotten when so many others have ended since', async () => {
    const some = runs(async () => 'done', { kept: 2 });
    const ended: Run[] = [];
    for (const prompt of ['a', 'b', 'c']) {
      const run = some.begin({ prompt }, prompt);
      await all(run);
      await some.stop();
      ended.push(run);
    }
    expect(() => some.get(ended[0]?.id ?? '')).toThrow(expect.objectContaining({ status: 404 }));
    expect(some.get(ended[2]?.id ?? '')).toBe(ended[2]);
    expect(some.begin({ prompt: 'a' }, 'a')).not.toBe(ended[0]);
  });
});
