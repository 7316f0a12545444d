import { describe, expect, it } from 'vitest';
import { Dependencies, isConnectionFailure, Problem } from './index.ts';

describe('dependencies', () => {
  it('are told at once, and looked at behind the reader', async () => {
    let now = 1000;
    let looks = 0;
    let answer: (() => void) | undefined;
    const d = new Dependencies({ now: () => now, staleAfter: 10 });
    d.add('store', {
      feature: 'Keeping',
      check: () =>
        new Promise((resolve) => {
          looks += 1;
          answer = () => resolve(`version ${looks}`);
        }),
    });
    d.add('graph', undefined);
    expect(d.snapshot()).toEqual([
      { name: 'store', state: 'unknown' },
      { name: 'graph', state: 'off' },
    ]);
    d.snapshot();
    expect(looks).toBe(1);
    answer?.();
    await d.look('store');
    expect(d.snapshot()[0]).toMatchObject({ state: 'up', detail: 'version 1', since: new Date(1000).toISOString() });
    expect(looks).toBe(1);
    now += 11;
    expect(d.snapshot()[0]).toMatchObject({ state: 'up' });
    expect(looks).toBe(2);
  });

  it('that do not answer in time are down', async () => {
    const d = new Dependencies({ timeout: 20 });
    d.add('slow', { feature: '', check: () => new Promise(() => undefined) });
    await d.look();
    expect(d.snapshot()[0]).toMatchObject({ state: 'down', last_error: 'no answer within 20 ms' });
  });

  it('tell of use: a failed connection is a 503, other failures pass', async () => {
    const d = new Dependencies();
    d.add('store', { feature: 'Keeping', check: async () => undefined });
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const failed = await d
      .use('store', () => Promise.reject(new TypeError('fetch failed', { cause: refused })))
      .catch((e) => e);
    expect(failed).toBeInstanceOf(Problem);
    expect(failed).toMatchObject({ status: 503, code: 'DEPENDENCY_DOWN' });
    expect(d.stateOf('store')).toBe('down');
    await expect(d.use('store', () => Promise.reject(new Error('duplicate key')))).rejects.toThrow('duplicate key');
    expect(await d.use('store', async () => 7)).toBe(7);
    expect(d.stateOf('store')).toBe('up');
  });

  it('know a connection failure by its code, wherever it hides', () => {
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    expect(isConnectionFailure(new AggregateError([reset]))).toBe(true);
    expect(isConnectionFailure(new Error('a', { cause: new Error('b', { cause: reset }) }))).toBe(true);
    expect(isConnectionFailure(Object.assign(new Error('x'), { code: '23505' }))).toBe(false);
    expect(isConnectionFailure('ECONNRESET')).toBe(false);
  });
});
