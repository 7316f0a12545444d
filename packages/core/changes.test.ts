import { describe, expect, it } from 'vitest';
import { Changes } from './changes.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Follows and writes down what it hears; `ended` resolves with the failure, if it ended by one. */
function following<T>(changes: Changes, look: () => Promise<T> | T) {
  const control = new AbortController();
  const heard: T[] = [];
  const ended = (async () => {
    for await (const found of changes.follow(look, control.signal)) heard.push(found);
  })().catch((error: unknown) => error);
  return { control, heard, ended };
}

describe('changes', () => {
  it('are looked at at once, and again after each, by everybody who follows', async () => {
    const changes = new Changes();
    let value = 1;
    const one = following(changes, () => value);
    const two = following(changes, async () => value * 10);
    await settle();
    value = 2;
    changes.tell();
    await settle();
    expect([one.heard, two.heard]).toEqual([
      [1, 2],
      [10, 20],
    ]);
    one.control.abort();
    two.control.abort();
    expect(await Promise.all([one.ended, two.ended])).toEqual([undefined, undefined]);
  });

  it('that come while one is looking are one more look, and none is missed', async () => {
    const changes = new Changes();
    let value = 0;
    let go: () => void = () => undefined;
    const { heard, control, ended } = following(changes, async () => {
      const found = value;
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return found;
    });
    await settle();
    for (value = 1; value < 5; value++) changes.tell();
    go();
    await settle();
    go();
    await settle();
    expect(heard).toEqual([0, 5]);
    go();
    control.abort();
    await ended;
  });

  it('nobody looks who does not read on', async () => {
    const changes = new Changes();
    let looks = 0;
    const control = new AbortController();
    const reader = changes.follow(() => ++looks, control.signal);
    await reader.next();
    for (let i = 0; i < 10; i++) changes.tell();
    await settle();
    expect(looks).toBe(1);
    expect((await reader.next()).value).toBe(2);
    await reader.return();
    changes.tell();
    expect(looks).toBe(2);
  });

  it('end with the signal: while nothing changes, before the first look, and when a look fails by it', async () => {
    const changes = new Changes();
    const waiting = following(changes, () => 1);
    await settle();
    waiting.control.abort();
    expect(await waiting.ended).toBeUndefined();
    const never = following(changes, () => 1);
    never.control.abort();
    await never.ended;
    const control = new AbortController();
    const failing = changes.follow(async (signal) => {
      control.abort(new Error('enough'));
      throw signal.reason;
    }, control.signal);
    expect(await failing.next()).toEqual({ done: true, value: undefined });
  });

  it('pass on a failure that is none of the signal', async () => {
    const { ended } = following(new Changes(), () => Promise.reject(new Error('broken')));
    expect(await ended).toMatchObject({ message: 'broken' });
  });
});
