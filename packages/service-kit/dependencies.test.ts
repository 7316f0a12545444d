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

  it('that are down are not tried by everyone: one look for all, and nobody waits long for it', async () => {
    let now = 1000;
    let [looks, tries] = [0, 0];
    const d = new Dependencies({ now: () => now, retry: 100, patience: 20 });
    d.add('store', {
      feature: 'Keeping',
      // As a container that is stopped: no refusal, only silence.
      check: () => {
        looks += 1;
        return new Promise(() => undefined);
      },
    });
    const use = () =>
      d
        .use('store', async () => {
          tries += 1;
          throw Object.assign(new Error('x'), { code: 'ENOTFOUND' });
        })
        .catch((problem: Problem) => problem.status);
    expect(await use()).toBe(503);
    expect(await use()).toBe(503);
    expect([looks, tries]).toEqual([0, 1]);
    now += 100;
    const begun = performance.now();
    expect(await Promise.all([use(), use(), use()])).toEqual([503, 503, 503]);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect([looks, tries]).toEqual([1, 1]);
  });

  it('that fall silent in the middle of a request are not waited for; slow ones are', async () => {
    const d = new Dependencies({ timeout: 20 });
    let frozen = false;
    const never = () => new Promise<never>(() => undefined);
    d.add('store', { feature: 'Keeping', check: () => (frozen ? never() : Promise.resolve('here')) });
    const slow = d.use('store', () => new Promise((resolve) => setTimeout(() => resolve('slow, but there'), 150)));
    expect(await slow).toBe('slow, but there');
    frozen = true;
    const refused = await d.use('store', never).catch((problem: Problem) => problem);
    expect(refused).toMatchObject({ status: 503, message: expect.stringContaining('no answer within 20 ms') });
    expect(d.stateOf('store')).toBe('down');
    frozen = false;
    await d.look('store');
    expect(await d.use('store', async () => 7)).toBe(7);
  });

  it('that are back serve the one who finds out', async () => {
    const d = new Dependencies({ retry: 0 });
    let back = false;
    d.add('store', { feature: 'Keeping', check: async () => (back ? 'here' : Promise.reject(new Error('gone'))) });
    await d.look('store');
    const failed = await d.use('store', async () => 1).catch((e) => e);
    expect(failed).toMatchObject({ status: 503, message: expect.stringContaining('gone') });
    back = true;
    expect(await d.use('store', async () => 7)).toBe(7);
  });

  it('tell of use: a failed connection is a 503, other failures pass', async () => {
    const d = new Dependencies({ retry: 0 });
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
